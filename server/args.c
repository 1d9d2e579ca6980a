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

/* The parameter of this name and type that was given; NULL without one. */
static const struct param_spec *find_given(const void *args, const struct op_spec *op,
                                           struct str name, enum param_type type)
{
    const unsigned char *bytes = args;
    uint32_t given;

    memcpy(&given, bytes + op->given_offset, sizeof given);
    for (size_t i = 0; i < op->n_params; i++) {
        const struct param_spec *spec = &op->params[i];

        if (spec->type == type && (given & spec->bit) != 0 && str_eq(str_from(spec->name), name))
            return spec;
    }
    return NULL;
}

struct str args_text(const void *args, const struct op_spec *op, struct str name)
{
    const struct param_spec *spec = find_given(args, op, name, PARAM_STRING);
    struct str text = {0};

    if (spec != NULL)
        memcpy(&text, (const unsigned char *)args + spec->offset, sizeof text);
    return text;
}

int args_enum(const void *args, const struct op_spec *op, struct str name)
{
    const struct param_spec *spec = find_given(args, op, name, PARAM_ENUM);
    int index = -1;

    if (spec != NULL)
        memcpy(&index, (const unsigned char *)args + spec->offset, sizeof index);
    return index;
}
