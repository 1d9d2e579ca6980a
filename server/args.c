#include "server/args.h"

#include <string.h>

void args_put(void *args, const struct op_spec *op, const struct param_spec *spec,
              const void *value, size_t size)
{
    unsigned char *bytes = args;
    uint32_t given;

    memcpy(bytes + spec->offset, value, size);
    memcpy(&given, bytes + op->given_offset, sizeof given);
    given |= spec->bit;
    memcpy(bytes + op->given_offset, &given, sizeof given);
}

void args_put_default(void *args, const struct param_spec *spec)
{
    unsigned char *at = (unsigned char *)args + spec->offset;
    struct str text = str_from(spec->dflt_text);
    int index = (int)spec->dflt;
    bool yes = spec->dflt != 0;

    switch ((enum param_type)spec->type) {
    case PARAM_INTEGER:
        memcpy(at, &spec->dflt, sizeof spec->dflt);
        break;
    case PARAM_BOOLEAN:
        memcpy(at, &yes, sizeof yes);
        break;
    case PARAM_ENUM:
        memcpy(at, &index, sizeof index);
        break;
    case PARAM_STRING:
        memcpy(at, &text, sizeof text);
        break;
    case PARAM_LIST:
    case PARAM_MAP:
        /* The contract gives these no defaults. */
        break;
    }
}

struct str_map args_map(const void *args, const struct param_spec *spec)
{
    struct str_map map;

    memcpy(&map, (const unsigned char *)args + spec->offset, sizeof map);
    return map;
}

int args_enum(const void *args, const struct op_spec *op, struct str name)
{
    const unsigned char *bytes = args;

    for (size_t i = 0; i < op->n_params; i++) {
        const struct param_spec *spec = &op->params[i];
        uint32_t given;
        int index;

        if (spec->type != PARAM_ENUM || !str_eq(str_from(spec->name), name))
            continue;
        memcpy(&given, bytes + op->given_offset, sizeof given);
        memcpy(&index, bytes + spec->offset, sizeof index);
        return (given & spec->bit) != 0 ? index : -1;
    }
    return -1;
}
