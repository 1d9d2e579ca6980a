#include "server/gzip.h"
#include "tests/tap.h"

/* The library's own unpacking is the oracle. */
static bool unpack(const struct buf *packed, char *out, size_t size, size_t *ret_n)
{
    z_stream stream = {.next_in = (const Bytef *)packed->p,
                       .avail_in = (uInt)packed->n,
                       .next_out = (Bytef *)out,
                       .avail_out = (uInt)size};
    int r = inflateInit2(&stream, 15 + 16);

    if (r == Z_OK)
        r = inflate(&stream, Z_FINISH);
    *ret_n = stream.total_out;
    inflateEnd(&stream);
    return r == Z_STREAM_END && stream.avail_in == 0;
}

int main(void)
{
    static char text[100000], back[200000];
    struct gzip gzip = {0};
    struct buf first, second;
    size_t n = 0;

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + (i * i + i / 7) % 26);
    buf_init(&first, 1 << 20);
    buf_init(&second, 1 << 20);
    tap_ok(gzip_pack(&gzip, (struct str){text, sizeof text}, &first), "packs");
    tap_ok(unpack(&first, back, sizeof back, &n) && n == sizeof text && memcmp(back, text, n) == 0,
           "and the same bytes come out");
    tap_ok(gzip_pack(&gzip, (struct str){text, sizeof text}, &second), "packs again");
    tap_is_str((struct str){second.p, second.n}, (struct str){first.p, first.n},
               "to the same bytes");
    buf_reset(&second);
    tap_ok(gzip_pack(&gzip, STR(""), &second) && unpack(&second, back, sizeof back, &n) && n == 0,
           "packs nothing");
    buf_finish(&second);
    buf_init(&second, 10);
    tap_ok(!gzip_pack(&gzip, (struct str){text, sizeof text}, &second), "too small a buffer fails");
    buf_reset(&first);
    tap_ok(gzip_pack(&gzip, STR("abc"), &first) && unpack(&first, back, sizeof back, &n) && n == 3,
           "and the next one works");
    buf_finish(&first);
    buf_finish(&second);
    gzip_finish(&gzip);
    gzip_finish(&gzip);
    return tap_done();
}
