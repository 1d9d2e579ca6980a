#include "server/negotiate.h"

#include <stddef.h>
#include <string.h>

/* One element of a field: "text/csv;q=0.5". `q` in thousandths. */
struct range {
    struct str name;
    int q;
};

struct range_list {
    struct range v[NEGOTIATE_RANGES_MAX];
    size_t n;
};

static struct str trim(struct str s)
{
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = (struct str){s.p + 1, s.n - 1};
    while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_folded(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    }
    return true;
}

/* Tokens of RFC 9110 with the '/' of media types; '*' is a token character. */
static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = lower(s.p[i]);

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
            strchr("!#$%&'*+-.^_`|~/", c) == NULL)
            return false;
    }
    return s.n > 0;
}

/* "0", "0.5", "1.000"; -1 when malformed. */
static int parse_q(struct str s)
{
    int q, unit = 100;

    if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
        return -1;
    q = (s.p[0] - '0') * 1000;
    for (size_t i = 2; i < s.n; i++, unit /= 10) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        q += (s.p[i] - '0') * unit;
    }
    return q <= 1000 ? q : -1;
}

/* Parses one element; parameters other than q are passed over. */
static bool parse_range(struct str element, struct range *ret)
{
    struct range range = {.q = 1000};
    struct str part;
    bool first = true;

    while (str_cut(&element, ';', &part)) {
        part = trim(part);
        if (first) {
            range.name = part;
            first = false;
        } else if (part.n >= 2 && lower(part.p[0]) == 'q' && part.p[1] == '=') {
            range.q = parse_q((struct str){part.p + 2, part.n - 2});
            if (range.q < 0)
                return false;
        }
    }
    *ret = range;
    return is_name(range.name);
}

/* False when the field is empty, malformed or too long: it then counts as absent. */
static bool parse_ranges(struct str field, struct range_list *ret)
{
    struct str element;

    ret->n = 0;
    while (str_cut(&field, ',', &element)) {
        element = trim(element);
        /* RFC 9110, 5.6.1.2: empty elements are to be passed over. */
        if (element.n == 0)
            continue;
        if (ret->n == NEGOTIATE_RANGES_MAX || !parse_range(element, &ret->v[ret->n]))
            return false;
        ret->n++;
    }
    return ret->n > 0;
}

const struct negotiate_format_spec negotiate_formats[NEGOTIATE_FORMATS] = {
    {PARAM_FORMAT_JSON, STR("json"), STR(".json"), "application/json"},
    {PARAM_FORMAT_CSV, STR("csv"), STR(".csv"), "text/csv"},
    {PARAM_FORMAT_NDJSON, STR("ndjson"), STR(".ndjson"), "application/x-ndjson"},
};
_Static_assert(PARAM_FORMAT_NDJSON + 1 == NEGOTIATE_FORMATS, "one line for each format");

const struct negotiate_format_spec *negotiate_format_of(enum param_format format)
{
    return &negotiate_formats[format];
}

const char *negotiate_media_type(enum param_format format)
{
    return negotiate_format_of(format)->media_type;
}

/* How exactly `range` names `type`: 3 in full, 2 as "text/...", 1 as anything, 0 not at all. */
static int media_match(struct str range, struct str type)
{
    const char *slash = memchr(type.p, '/', type.n);
    size_t major = slash != NULL ? (size_t)(slash - type.p) + 1 : type.n;

    if (same_folded(range, type))
        return 3;
    if (range.n == major + 1 && range.p[major] == '*' &&
        same_folded((struct str){range.p, major}, (struct str){type.p, major}))
        return 2;
    return str_eq(range, STR("*/*")) || str_eq(range, STR("*")) ? 1 : 0;
}

static int media_q(const struct range_list *ranges, struct str type)
{
    int best = 0, q = 0;

    for (size_t i = 0; i < ranges->n; i++) {
        int match = media_match(ranges->v[i].name, type);

        if (match > best) {
            best = match;
            q = ranges->v[i].q;
        }
    }
    return q;
}

/* A type and a subtype; the type is a star only where the subtype is. Some old clients send a lone
 * star. */
static bool is_media_range(struct str name)
{
    struct str subtype = name, type;

    if (str_eq(name, STR("*")))
        return true;
    str_cut(&subtype, '/', &type);
    return type.n > 0 && subtype.n > 0 && memchr(subtype.p, '/', subtype.n) == NULL &&
           (!str_eq(type, STR("*")) || str_eq(subtype, STR("*")));
}

static bool are_media_ranges(const struct range_list *ranges)
{
    for (size_t i = 0; i < ranges->n; i++) {
        if (!is_media_range(ranges->v[i].name))
            return false;
    }
    return true;
}

bool negotiate_format(struct str accept, unsigned offered, enum param_format *ret)
{
    struct range_list ranges;
    bool any = !parse_ranges(accept, &ranges) || !are_media_ranges(&ranges);
    int best = 0;

    for (size_t i = 0; i < NEGOTIATE_FORMATS; i++) {
        const struct negotiate_format_spec *spec = &negotiate_formats[i];
        int q;

        if ((offered & (1U << spec->format)) == 0)
            continue;
        q = any ? 1000 : media_q(&ranges, str_from(spec->media_type));
        if (q > best) {
            best = q;
            *ret = spec->format;
        }
    }
    return best > 0;
}

/* Weight of a language: of its first range ("zh", "zh-Hans"), or of "*" where it has none.
 * `ret_rank` is the place in the field, for a tie. */
static int lang_q(const struct range_list *ranges, struct str lang, size_t *ret_rank)
{
    int q = 0;

    *ret_rank = ranges->n;
    for (size_t i = 0; i < ranges->n; i++) {
        struct str name = ranges->v[i].name;

        if (name.n >= lang.n && same_folded((struct str){name.p, lang.n}, lang) &&
            (name.n == lang.n || name.p[lang.n] == '-')) {
            *ret_rank = i;
            return ranges->v[i].q;
        }
        if (str_eq(name, STR("*")))
            q = ranges->v[i].q;
    }
    return q;
}

enum param_lang negotiate_lang(struct str accept_language)
{
    struct range_list ranges;
    size_t zh_rank, en_rank;
    int zh, en;

    if (!parse_ranges(accept_language, &ranges))
        return PARAM_LANG_ZH;
    zh = lang_q(&ranges, STR("zh"), &zh_rank);
    en = lang_q(&ranges, STR("en"), &en_rank);
    return en > zh || (en == zh && en > 0 && en_rank < zh_rank) ? PARAM_LANG_EN : PARAM_LANG_ZH;
}

struct negotiate_coding negotiate_coding(struct str accept_encoding)
{
    struct range_list ranges;
    int gzip = -1, identity = -1, any = -1;

    if (!parse_ranges(accept_encoding, &ranges))
        return (struct negotiate_coding){.identity = true};
    for (size_t i = 0; i < ranges.n; i++) {
        struct str name = ranges.v[i].name;

        if (same_folded(name, STR("gzip")) || same_folded(name, STR("x-gzip")))
            gzip = ranges.v[i].q;
        else if (same_folded(name, STR("identity")))
            identity = ranges.v[i].q;
        else if (str_eq(name, STR("*")))
            any = ranges.v[i].q;
    }
    if (gzip < 0)
        gzip = any;
    /* Uncoded is always allowed unless the field says no, and has no rank unless it gives one. */
    if (identity < 0 && any == 0)
        identity = 0;
    return (struct negotiate_coding){.gzip = gzip > 0 && gzip >= identity,
                                     .identity = identity != 0};
}
