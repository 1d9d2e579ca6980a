#include "base/charset.h"

#include "base/err.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

int charset_find(struct str name, enum charset_name *ret)
{
    static const struct str names[] = {
        [CHARSET_UTF_8] = STR("utf-8"),
        [CHARSET_GB18030] = STR("gb18030"),
    };

    if (name.n == 0) {
        *ret = CHARSET_UTF_8;
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (str_distance(names[i], name, 0) != 0)
            continue;
        *ret = (enum charset_name)i;
        return 0;
    }
    return -ERR_NOT_FOUND;
}

int charset_open(struct charset *c, enum charset_name name, csv_read_fn read, void *cls)
{
    *c = (struct charset){.read = read, .cls = cls};
    if (name == CHARSET_UTF_8)
        return 0;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1)
        return errno == ENOMEM ? -ERR_NOMEM : -ERR_IO;
    c->converter = converter;
    return 0;
}

void charset_close(struct charset *c)
{
    if (c->converter != NULL)
        iconv_close(c->converter);
    c->converter = NULL;
}

static int fill(struct charset *c)
{
    size_t n = 0;

    memmove(c->in, c->in + c->in_at, c->in_n - c->in_at);
    c->in_n -= c->in_at;
    c->in_at = 0;
    int r = c->read(c->cls, c->in + c->in_n, sizeof c->in - c->in_n, &n);
    if (r < 0)
        return r;
    c->ended = n == 0;
    c->in_n += n;
    return 0;
}

/* Converts what there is; a character whose rest has not come is left. */
static size_t convert(struct charset *c, char *buf, size_t n)
{
    char *in = c->in + c->in_at, *out = buf;
    size_t in_left = c->in_n - c->in_at, left = n;

    size_t r = iconv(c->converter, &in, &in_left, &out, &left);
    bool wrong = r == (size_t)-1 && (errno == EILSEQ || (errno == EINVAL && c->ended));
    if (wrong && left > 0) {
        *out++ = '\xff';
        left--;
        in++;
    }
    c->in_at = (size_t)(in - c->in);
    return n - left;
}

int charset_read(void *cls, char *buf, size_t n, size_t *ret_n)
{
    struct charset *c = cls;
    size_t got = 0;

    if (c->converter == NULL)
        return c->read(c->cls, buf, n, ret_n);
    while (got == 0) {
        if (c->in_at < c->in_n)
            got = convert(c, buf, n);
        if (got > 0 || (c->ended && c->in_at == c->in_n))
            break;
        int r = c->ended ? 0 : fill(c);
        if (r < 0)
            return r;
    }
    *ret_n = got;
    return 0;
}
