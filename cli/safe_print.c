#include "cli/safe_print.h"

void safe_print(FILE *file, struct str text)
{
    uint32_t point = 0;

    while (text.n > 0) {
        size_t n = str_utf8_next(text, &point);
        struct str one = {text.p, n > 0 ? n : 1};
        if (n == 0)
            fprintf(file, "\\x%02x", (unsigned)(unsigned char)text.p[0]);
        else if (str_has_control(one) || str_has_invisible(one) || point == '\\')
            fprintf(file, "\\u{%x}", (unsigned)point);
        else
            fwrite(one.p, 1, one.n, file);
        text.p += one.n;
        text.n -= one.n;
    }
}
