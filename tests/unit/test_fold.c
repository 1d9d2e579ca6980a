/* What a person typed, found in names. */

#include "base/err.h"
#include "base/fold.h"
#include "tests/tap.h"

static const struct {
    const char *typed, *name;
    enum fold_match match;
    const char *found;
} cases[] = {
    {"襄樊", "襄樊市", FOLD_PREFIX, "襄樊"},
    {"襄樊市", "襄樊市", FOLD_EXACT, "襄樊市"},
    {"樊", "襄樊市", FOLD_INSIDE, "樊"},
    {"襄阳", "襄樊市", FOLD_NONE, ""},
    {"襄樊市区", "襄樊市", FOLD_NONE, ""},
    {"hebei", "Hebei Province", FOLD_PREFIX, "Hebei"},
    {"HEBEI  province", "Hebei Province", FOLD_EXACT, "Hebei Province"},
    {"  hebei province ", "Hebei Province", FOLD_EXACT, "Hebei Province"},
    {"hebei province", " Hebei   Province ", FOLD_EXACT, "Hebei   Province"},
    {"Ｈｅｂｅｉ　ｐｒｏｖｉｎｃｅ", "Hebei Province", FOLD_EXACT, "Hebei Province"},
    {"开发区(西区)", "天津经济技术开发区（西区）", FOLD_INSIDE, "开发区（西区）"},
    {"（西区）", "开发区(西区)", FOLD_INSIDE, "(西区)"},
    {"patentsin", "Patents in force", FOLD_NONE, ""},
    {"i ", "Patents in force", FOLD_INSIDE, "i"},
    {"aab", "aaab", FOLD_INSIDE, "aab"},
    {"É", "é", FOLD_NONE, ""},
    {"a",
     "\xff"
     "a",
     FOLD_INSIDE, "a"},
    {"a", "", FOLD_NONE, ""},
    {"a", "   ", FOLD_NONE, ""},
};

static void test_cases(void)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str found = STR("");
        struct fold fold;

        if (!tap_is_int(fold_make(str_from(cases[i].typed), &fold), 0, "\"%s\" is looked for",
                        cases[i].typed))
            continue;
        tap_is_int(fold_find(&fold, str_from(cases[i].name), &found), cases[i].match, "in \"%s\"",
                   cases[i].name);
        tap_is_str(found, str_from(cases[i].found), "as it stands there");
    }
}

static void test_refused(void)
{
    char longest[3 * FOLD_MAX + 3];
    struct fold fold;

    tap_is_int(fold_make(STR(""), &fold), -ERR_INPUT, "nothing");
    tap_is_int(fold_make(STR(" 　 "), &fold), -ERR_INPUT, "nothing but spaces");
    tap_is_int(fold_make(STR("\xe6\xb5"), &fold), -ERR_INPUT, "half a character");
    for (size_t i = 0; i < FOLD_MAX + 1; i++)
        memcpy(longest + 3 * i, "津", 3);
    tap_is_int(fold_make((struct str){longest, 3 * FOLD_MAX}, &fold), 0, "as long as it may be");
    tap_is_int(fold_make((struct str){longest, sizeof longest}, &fold), -ERR_LIMIT,
               "one character more");
}

int main(void)
{
    test_cases();
    test_refused();
    return tap_done();
}
