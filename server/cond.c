#include "server/cond.h"

#include "base/sha256.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Of the hash and of the check, in a tag. */
enum { SHOWN_DIGITS = 32, CHECK_DIGITS = 16 };

static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char weekdays[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/* A length before each part, so that no two different inputs run together into the same bytes. */
static void add_part(struct sha256 *hash, struct str part)
{
    char length[24];
    int n = snprintf(length, sizeof length, "%zu:", part.n);

    sha256_update(hash, (struct str){length, (size_t)n});
    sha256_update(hash, part);
}

void cond_hash(const struct cond_inputs *inputs, char ret[static COND_HASH_SIZE])
{
    struct sha256 hash;
    char hex[SHA256_TEXT_MAX], number[24];
    int n = snprintf(number, sizeof number, "%lld", (long long)inputs->release);

    sha256_init(&hash);
    add_part(&hash, inputs->build);
    add_part(&hash, inputs->release_digest);
    add_part(&hash, (struct str){number, (size_t)n});
    add_part(&hash, inputs->access_digest);
    add_part(&hash, inputs->operation);
    add_part(&hash, inputs->target);
    add_part(&hash, inputs->lang);
    add_part(&hash, inputs->format);
    add_part(&hash, inputs->coding);
    sha256_hex(&hash, hex);
    memcpy(ret, hex, COND_HASH_SIZE);
}

void cond_etag(const char *hash, size_t length, char ret[static COND_ETAG_SIZE])
{
    struct sha256 check;
    char hex[SHA256_TEXT_MAX], number[21];
    int n = snprintf(number, sizeof number, "%zu", length);

    sha256_init(&check);
    add_part(&check, str_from(hash));
    add_part(&check, (struct str){number, (size_t)n});
    sha256_hex(&check, hex);
    snprintf(ret, COND_ETAG_SIZE, "\"%.*s-%s-%.*s\"", SHOWN_DIGITS, hash, number, CHECK_DIGITS,
             hex);
}

static void skip_blanks(struct str *s)
{
    while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = (struct str){s->p + 1, s->n - 1};
}

/* Takes one entity tag off the head, with its quotes and without "W/". */
static bool take_tag(struct str *rest, struct str *ret, bool *ret_weak)
{
    const char *end;

    *ret_weak = rest->n >= 2 && rest->p[0] == 'W' && rest->p[1] == '/';
    if (*ret_weak)
        *rest = (struct str){rest->p + 2, rest->n - 2};
    if (rest->n < 2 || rest->p[0] != '"')
        return false;
    end = memchr(rest->p + 1, '"', rest->n - 1);
    if (end == NULL)
        return false;
    *ret = (struct str){rest->p, (size_t)(end - rest->p) + 1};
    *rest = (struct str){end + 1, rest->n - ret->n};
    return true;
}

/* Is it one of ours with this hash? Only the text that cond_etag() writes for its length is. */
static bool is_ours(struct str tag, const char *hash, size_t *ret_length)
{
    char expected[COND_ETAG_SIZE];
    size_t head = 1 + SHOWN_DIGITS + 1;
    struct str rest, digits;
    int64_t length;

    if (tag.n <= head)
        return false;
    rest = (struct str){tag.p + head, tag.n - head};
    if (!str_cut(&rest, '-', &digits) || str_parse_i64(digits, &length) < 0 || length < 0)
        return false;
    cond_etag(hash, (size_t)length, expected);
    if (!str_eq(tag, str_from(expected)))
        return false;
    *ret_length = (size_t)length;
    return true;
}

bool cond_matches(struct str field, enum cond_comparison comparison, const char *hash,
                  size_t *ret_length)
{
    struct str rest = field, tag;
    size_t length = 0;
    bool found = false, weak;

    for (;;) {
        skip_blanks(&rest);
        if (rest.n > 0 && rest.p[0] == ',') {
            rest = (struct str){rest.p + 1, rest.n - 1};
            continue;
        }
        if (rest.n == 0)
            break;
        if (!take_tag(&rest, &tag, &weak))
            return false;
        found = found || ((comparison == COND_WEAK || !weak) && is_ours(tag, hash, &length));
        skip_blanks(&rest);
        if (rest.n > 0 && rest.p[0] != ',')
            return false;
    }
    if (found)
        *ret_length = length;
    return found;
}

bool cond_is_any(struct str field)
{
    skip_blanks(&field);
    while (field.n > 0 && (field.p[field.n - 1] == ' ' || field.p[field.n - 1] == '\t'))
        field.n--;
    return str_eq(field, STR("*"));
}

void cond_date(int64_t at, char ret[static COND_DATE_SIZE])
{
    time_t seconds = (time_t)at;
    struct tm tm;

    gmtime_r(&seconds, &tm);
    snprintf(ret, COND_DATE_SIZE, "%s, %02u %s %04u %02u:%02u:%02u GMT", weekdays[tm.tm_wday],
             (unsigned)tm.tm_mday % 100, months[tm.tm_mon], (unsigned)(tm.tm_year + 1900) % 10000,
             (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
}

/* Takes `literal` off the head. */
static bool take(struct str *rest, struct str literal)
{
    if (!str_starts(*rest, literal))
        return false;
    *rest = (struct str){rest->p + literal.n, rest->n - literal.n};
    return true;
}

/* Takes `n` digits off the head; a leading space stands for a zero where `padded`. */
static bool take_number(struct str *rest, size_t n, bool padded, int *ret)
{
    int number = 0;

    if (rest->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = rest->p[i];

        if (padded && i == 0 && c == ' ')
            c = '0';
        if (c < '0' || c > '9')
            return false;
        number = number * 10 + (c - '0');
    }
    *rest = (struct str){rest->p + n, rest->n - n};
    *ret = number;
    return true;
}

static bool take_month(struct str *rest, int *ret)
{
    for (int i = 0; i < 12; i++) {
        if (take(rest, (struct str){months[i], 3})) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static bool take_time(struct str *rest, struct tm *tm)
{
    return take_number(rest, 2, false, &tm->tm_hour) && take(rest, STR(":")) &&
           take_number(rest, 2, false, &tm->tm_min) && take(rest, STR(":")) &&
           take_number(rest, 2, false, &tm->tm_sec);
}

/* "06 Nov 1994 08:49:37 GMT", after the weekday and comma. */
static bool take_fixdate(struct str rest, struct tm *tm)
{
    return take_number(&rest, 2, false, &tm->tm_mday) && take(&rest, STR(" ")) &&
           take_month(&rest, &tm->tm_mon) && take(&rest, STR(" ")) &&
           take_number(&rest, 4, false, &tm->tm_year) && take(&rest, STR(" ")) &&
           take_time(&rest, tm) && str_eq(rest, STR(" GMT"));
}

/* "06-Nov-94 08:49:37 GMT"; the year is of this century unless that is more than 50 years ahead,
 * which no release is. */
static bool take_rfc850(struct str rest, struct tm *tm)
{
    bool taken = take_number(&rest, 2, false, &tm->tm_mday) && take(&rest, STR("-")) &&
                 take_month(&rest, &tm->tm_mon) && take(&rest, STR("-")) &&
                 take_number(&rest, 2, false, &tm->tm_year) && take(&rest, STR(" ")) &&
                 take_time(&rest, tm) && str_eq(rest, STR(" GMT"));

    tm->tm_year += tm->tm_year < 70 ? 2000 : 1900;
    return taken;
}

/* "Nov  6 08:49:37 1994", after the weekday and space. */
static bool take_asctime(struct str rest, struct tm *tm)
{
    return take_month(&rest, &tm->tm_mon) && take(&rest, STR(" ")) &&
           take_number(&rest, 2, true, &tm->tm_mday) && take(&rest, STR(" ")) &&
           take_time(&rest, tm) && take(&rest, STR(" ")) &&
           take_number(&rest, 4, false, &tm->tm_year) && rest.n == 0;
}

bool cond_date_parse(struct str text, int64_t *ret)
{
    struct tm tm = {0};
    const char *comma = text.n > 0 ? memchr(text.p, ',', text.n) : NULL;
    size_t head = comma != NULL ? (size_t)(comma - text.p) : 0;
    bool taken = false;

    if (comma == NULL && text.n == 24 && text.p[3] == ' ')
        taken = take_asctime((struct str){text.p + 4, text.n - 4}, &tm);
    else if (comma != NULL && text.n > head + 2 && text.p[head + 1] == ' ')
        taken = head == 3 ? take_fixdate((struct str){comma + 2, text.n - head - 2}, &tm)
                          : take_rfc850((struct str){comma + 2, text.n - head - 2}, &tm);
    if (!taken || tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 ||
        tm.tm_sec > 60 || tm.tm_year < 1970)
        return false;
    tm.tm_year -= 1900;
    *ret = (int64_t)timegm(&tm);
    return true;
}
