#!/usr/bin/env python3
"""Turns a text file into a C array: embed.py INPUT OUTPUT NAME.

The array ends in a NUL byte that its length does not count, so that it also reads as a C string.
"""
import sys


def main():
    source, target, name = sys.argv[1:]
    with open(source, 'rb') as file:
        data = file.read()
    if b'\0' in data:
        sys.exit(f'{source}: holds a NUL byte, which would cut the C string short')
    lines = [f'#include <stddef.h>\n\nextern const char {name}[];\nextern const size_t {name}_len;\n',
             f'const char {name}[] = {{']
    # numbers, not a string literal: compilers need only accept literals of 4,095 characters
    for start in range(0, len(data), 20):
        chunk = data[start:start + 20]
        lines.append('    ' + ' '.join(f'{byte if byte < 128 else byte - 256},' for byte in chunk))
    lines.append('    0};')
    lines.append(f'const size_t {name}_len = {len(data)};')
    with open(target, 'w', encoding='ascii') as file:
        file.write('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
