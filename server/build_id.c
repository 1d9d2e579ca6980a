#include "server/build_id.h"

#include "api/version.h"

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <string.h>

/* limit: SHA-1 has 20 bytes, and no linker writes more than 32. */
enum { ID_BYTES_MAX = 32 };

struct build_name {
    char hex[2 * ID_BYTES_MAX];
    size_t n;
};

static void put_hex(struct build_name *name, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n && i < ID_BYTES_MAX; i++) {
        name->hex[name->n++] = digits[bytes[i] >> 4];
        name->hex[name->n++] = digits[bytes[i] & 15];
    }
}

/* Looks for the note "GNU", type 3, in one segment of notes. */
static void read_notes(const unsigned char *at, size_t size, struct build_name *name)
{
    ElfW(Nhdr) note;

    while (size >= sizeof note && name->n == 0) {
        size_t name_size, whole;

        memcpy(&note, at, sizeof note);
        name_size = (note.n_namesz + 3U) & ~(size_t)3;
        whole = sizeof note + name_size + ((note.n_descsz + 3U) & ~(size_t)3);
        if (whole > size)
            return;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
            memcmp(at + sizeof note, "GNU", 4) == 0)
            put_hex(name, at + sizeof note + name_size, note.n_descsz);
        at += whole;
        size -= whole;
    }
}

/* Called with the program itself first, and ends the walk there. */
static int read_program(struct dl_phdr_info *info, size_t size UNUSED, void *cls)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];

        if (header->p_type == PT_NOTE)
            read_notes((const unsigned char *)(info->dlpi_addr + header->p_vaddr), header->p_memsz,
                       cls);
    }
    return 1;
}

struct str build_id(struct arena *arena)
{
    struct build_name name = {0};
    struct str copy;

    dl_iterate_phdr(read_program, &name);
    copy = arena_copy(arena, (struct str){name.hex, name.n});
    return copy.n > 0 ? copy : api_version();
}
