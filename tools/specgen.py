#!/usr/bin/env python3
"""specgen.py: turns openapi.yaml into the C that decides about requests.

usage: specgen.py OPENAPI OUTDIR

Writes OUTDIR/api_spec.h, api_spec.c and openapi_json.c: enums, argument structs, handler
prototypes, parameter and problem tables, the routing tree, and the document itself as compact
JSON.  Response bodies are written by hand and checked against their schemas by the contract
tests, so response schemas are only followed here, not enforced.

The rule of this file: a keyword that decides about requests is either enforced by the tables or
refused with file and line.  It is never ignored.  Reading order: the document, patterns,
parameters, operations, emission.
"""
import json
import re
import re._constants as sre
import re._parser as sre_parser
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import yaml

METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']
SERVED_METHODS = {'get', 'post', 'put', 'patch', 'delete'}  # HEAD follows GET, OPTIONS the tree
BODY_METHODS = {'post', 'put', 'patch'}
CACHES = ['none', 'release', 'static']
SCOPES = ['read:restricted', 'read:embargoed', 'import', 'publish', 'admin']  # bits of db/keys.h
UPLOAD_BITS = {'text/csv': 'UPLOAD_CSV', 'application/json': 'UPLOAD_JSON'}
UPLOADS = list(UPLOAD_BITS)
HEADERS = ['If-Match', 'Idempotency-Key']
TYPES = {'integer': 'PARAM_INTEGER', 'boolean': 'PARAM_BOOLEAN', 'enum': 'PARAM_ENUM',
         'string': 'PARAM_STRING', 'array': 'PARAM_LIST', 'object': 'PARAM_MAP'}
C_TYPES = {'integer': 'int64_t', 'boolean': 'bool', 'string': 'struct str',
           'array': 'struct str_list', 'object': 'struct str_map'}
C_KEYWORDS = set('''asm auto bool break case char const continue default do double else enum extern
    false float for goto if inline int long register restrict return short signed sizeof static
    struct switch true typedef typeof union unsigned void volatile while'''.split())
ANNOTATIONS = {'title', 'description', 'example', 'examples', 'deprecated'}
CODES = {'x-codes', 'x-listed-at', 'x-problem'}
KEYWORDS = {
    'integer': {'minimum', 'maximum', 'default', 'format'},
    'boolean': {'default'},
    'string': {'enum', 'default', 'minLength', 'maxLength', 'pattern'} | CODES,
    'array': {'items', 'minItems', 'maxItems', 'uniqueItems'} | CODES,
    'object': {'additionalProperties', 'propertyNames', 'maxProperties'} | CODES,
}
BODY_TYPES = {'object': 'BODY_OBJECT', 'map': 'BODY_MAP', 'array': 'BODY_ARRAY',
              'text': 'BODY_STRING', 'integer': 'BODY_INTEGER', 'number': 'BODY_NUMBER',
              'boolean': 'BODY_BOOLEAN'}
BODY_KEYWORDS = {
    'object': {'properties', 'required', 'additionalProperties', 'propertyNames', 'maxProperties'},
    'array': {'items', 'minItems', 'maxItems'},
    'string': {'enum', 'minLength', 'maxLength', 'pattern'},
    'integer': {'minimum', 'maximum'},
    'number': {'minimum', 'maximum', 'multipleOf'},
    'boolean': set(),
}
OWN_NAMES = '''PARAM_IN_PATH PARAM_IN_QUERY PROBLEM_NONE PROBLEM_COUNT OP_COUNT param_in param_type
    param_spec problem_id problem_spec op_id op_spec op_cache format_bit route_node pattern_dfa
    str_list str_map str_pair api_call body_type body_spec body_member scope_bit upload_bit
    header_bit'''.split()
MAX_PARAMS = 31     # one bit each in the 32 bits of `given`, as enumerators that fit an int
MAX_NESTING = 16    # of a request body's schema
MAX_PLACES = 6      # of a decimal: DEC_SCALE_MAX of base/dec.h
MAX_STATES = 4000   # beyond this the table has megabytes: the pattern should leave it to maxLength
U16_MAX = 65535
I64_MIN, I64_MAX = -2**63, 2**63 - 1


# ---- the document: a tree of nodes that know their line

class SpecError(Exception):
    """What is wrong with the document, and in which line."""

    def __init__(self, line, message):
        super().__init__(message)
        self.line = line


@dataclass
class Node:
    """A value of the document; `line` is that of its key, or of the value itself inside a list."""
    value: object
    line: int

    def __contains__(self, key):
        return key in self.value

    def __getitem__(self, key):
        return self.value[key]

    def get(self, key):
        return self.value.get(key)

    def plain(self):
        """The value without lines, as json.dumps wants it."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


def fail(node, message):
    """The only way out for a bad document; tests/spec/run.py wants a failing one per message."""
    raise SpecError(node.line, message)


class Loader(yaml.BaseLoader):
    """Does not resolve scalars: PyYAML would by YAML 1.1, while OpenAPI is read as 1.2."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            at = self.peek_event().start_mark.line + 1
            fail(Node(None, at), 'a YAML alias hides what it repeats: use $ref')
        return super().compose_node(parent, index)


def scalar(node):
    """A scalar by the core schema of YAML 1.2."""
    text = node.value
    if node.style is not None:
        return text
    if text in ('', '~', 'null'):
        return None
    if text in ('true', 'false'):
        return text == 'true'
    if re.fullmatch(r'-?(0|[1-9][0-9]*)', text):
        return int(text)
    if re.fullmatch(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?', text):
        return float(text)
    return text


def convert(node, line=None):
    """PyYAML's node as ours."""
    line = line or node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([convert(item) for item in node.value], line)
    if isinstance(node, yaml.ScalarNode):
        return Node(scalar(node), line)
    members = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            fail(Node(None, at), 'a key must be plain text')
        if key.value in members:
            fail(Node(None, at), f"the key '{key.value}' stands here twice")
        members[key.value] = convert(value, at)
    return Node(members, line)


def load(text):
    """The document as a tree."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        fail(Node(None, error.problem_mark.line + 1), f'not YAML: {error.problem}')
    except yaml.reader.ReaderError as error:
        fail(Node(None, text.count('\n', 0, error.position) + 1), f'not text: {error.reason}')
    if not isinstance(node, yaml.MappingNode):
        fail(Node(None, 1), 'the document is not a mapping')
    return convert(node)


def expect(node, kind, what):
    """The node's value, which must be of the Python type `kind`."""
    names = {dict: 'a mapping', list: 'a list', str: 'text', int: 'an integer', bool: 'a boolean'}
    if type(node.value) is not kind:
        fail(node, f'{what} must be {names[kind]}')
    return node.value


def need(node, key, kind, what):
    """A member that must be there, as a node; of the type `kind`, or one of a tuple of them."""
    if key not in expect(node, dict, what):
        fail(node, f"{what} has no '{key}'")
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(node[key].value) not in kinds:
        expect(node[key], kinds[0], f"'{key}' of {what}")
    return node[key]


def only(node, allowed, what):
    """Refuse every key outside `allowed`."""
    for key, child in expect(node, dict, what).items():
        if key not in allowed:
            fail(child, f"{what}: cannot enforce '{key}'")


def expect_number(node, what):
    """The node's value, which must be a number."""
    if type(node.value) not in (int, float):
        fail(node, f"'{what}' must be a number")
    return node.value


def texts(node, what):
    """A list of at least one text."""
    if not expect(node, list, what):
        fail(node, f'{what} is empty')
    return [expect(item, str, f'an item of {what}') for item in node.value]


def integer(members, key, low, high, default):
    """An optional integer that the tables can hold."""
    if key not in members:
        return default
    value = expect(members[key], int, f"'{key}'")
    if not low <= value <= high:
        fail(members[key], f"'{key}' is outside {low}..{high}")
    return value


def snake(name):
    """listRegions, list-regions -> list_regions"""
    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+', '_', name).strip('_').lower()


# ---- patterns: a safe subset of regular expressions as an automaton over UTF-8 bytes

# What Python and ECMA-262 (the dialect of JSON Schema) write alike; the rest would mean two things.
COMMON_SYNTAX = re.compile(r'''(?: \\(?: [dwnrtfv] | [^\w\s] | x[0-9A-Fa-f]{2} | u[0-9A-Fa-f]{4} )
    | \((?!\?) | \(\?: | \{(?!,) | \[\^?(?!\]) | [^\\({\[] )*''', re.VERBOSE)
CATEGORIES = {sre.CATEGORY_DIGIT: [(48, 57)],
              sre.CATEGORY_WORD: [(48, 57), (65, 90), (95, 95), (97, 122)]}
UTF8_BLOCKS = [(0, 0x7f), (0x80, 0x7ff), (0x800, 0xd7ff), (0xe000, 0xffff), (0x10000, 0x10ffff)]


@dataclass
class Dfa:
    """State 0 is the start; next[state][classes[byte]] is the following state."""
    text: str
    classes: list
    next: list
    accept: list
    max_chars: int

    def matches(self, text):
        state = 0
        for byte in text.encode():
            state = self.next[state][self.classes[byte]]
        return self.accept[state]


def utf8_sequences(low, high):
    """The code points low..high, surrogates left out, as lists of byte ranges."""
    def split(first, last):
        rest = len(first) - 1
        if rest == 0 or first[0] == last[0]:
            for tail in split(first[1:], last[1:]) if rest else [[]]:
                yield [(first[0], last[0]), *tail]
            return
        start, stop = first[0], last[0]
        if first[1:] != b'\x80' * rest:
            yield from split(first, bytes([start]) + b'\xbf' * rest)
            start += 1
        if last[1:] != b'\xbf' * rest:
            yield from split(bytes([stop]) + b'\x80' * rest, last)
            stop -= 1
        if start <= stop:
            yield [(start, stop)] + [(0x80, 0xbf)] * rest

    for floor, roof in UTF8_BLOCKS:
        if max(low, floor) <= min(high, roof):
            yield from split(chr(max(low, floor)).encode(), chr(min(high, roof)).encode())


class Nfa:
    """Thompson's construction: edges[state] holds (low, high, target), silent[state] targets."""

    def __init__(self, node):
        self.node, self.edges, self.silent = node, [], []

    def state(self):
        if len(self.edges) == MAX_STATES:
            fail(self.node, f'pattern repeats too much: more than {MAX_STATES} states')
        self.edges.append([])
        self.silent.append([])
        return len(self.edges) - 1

    def ranges(self, spans, start):
        end = self.state()
        for low, high in spans:
            for sequence in utf8_sequences(low, high):
                at = start
                for byte_low, byte_high in sequence[:-1]:
                    self.edges[at].append((byte_low, byte_high, self.state()))
                    at = self.edges[at][-1][2]
                self.edges[at].append((*sequence[-1], end))
        return end

    def repeat(self, low, high, items, start):
        for _ in range(low):
            start = self.sequence(items, start)
        end = self.state()
        if high is sre.MAXREPEAT:
            loop = self.state()
            self.silent[start].append(loop)
            self.silent[self.sequence(items, loop)].append(loop)
            self.silent[loop].append(end)
            return end
        for _ in range(high - low):
            self.silent[start].append(end)
            start = self.sequence(items, start)
        self.silent[start].append(end)
        return end

    def sequence(self, items, start):
        for op, arg in items:
            if op is sre.LITERAL:
                start = self.ranges([(arg, arg)], start)
            elif op is sre.NOT_LITERAL:
                start = self.ranges(complement([(arg, arg)]), start)
            elif op is sre.IN:
                start = self.ranges(self.char_class(arg), start)
            elif op is sre.SUBPATTERN:
                start = self.sequence(arg[3], start)
            elif op is sre.MAX_REPEAT:
                start = self.repeat(arg[0], arg[1], arg[2], start)
            elif op is sre.BRANCH:
                end = self.state()
                for branch in arg[1]:
                    self.silent[self.sequence(branch, start)].append(end)
                start = end
            else:
                fail(self.node, f'pattern uses {op}, which the automaton cannot decide')
        return start

    def char_class(self, members):
        spans = []
        for op, arg in members:
            if op is sre.LITERAL:
                spans.append((arg, arg))
            elif op is sre.RANGE:
                spans.append(arg)
            elif op is sre.CATEGORY:
                spans.extend(CATEGORIES[arg])
        return complement(spans) if members[0][0] is sre.NEGATE else spans

    def closure(self, states):
        found = set(states)
        todo = list(found)
        while todo:
            for target in self.silent[todo.pop()]:
                if target not in found:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)


def complement(spans):
    """All code points outside `spans`."""
    result, low = [], 0
    for first, last in sorted(spans):
        if low < first:
            result.append((low, first - 1))
        low = max(low, last + 1)
    return result + ([(low, 0x10ffff)] if low <= 0x10ffff else [])


def compile_pattern(node):
    """The minimal automaton of the pattern in `node`."""
    text = expect(node, str, 'pattern')
    if not COMMON_SYNTAX.fullmatch(text):
        fail(node, 'pattern uses syntax that Python and ECMA-262 read differently')
    try:
        items = list(sre_parser.parse(text, re.ASCII))
    except re.error as error:
        fail(node, f'pattern does not parse: {error}')
    if items[:1] != [(sre.AT, sre.AT_BEGINNING)] or items[-1:] != [(sre.AT, sre.AT_END)]:
        fail(node, 'pattern must be anchored: ^...$')
    nfa = Nfa(node)
    final = nfa.sequence(items[1:-1], nfa.state())
    edges = [edge for row in nfa.edges for edge in row]
    cuts = sorted({0} | {low for low, _, _ in edges} | {high + 1 for _, high, _ in edges})
    rows, accept = minimise(*determinise(nfa, final, cuts))
    columns = list(dict.fromkeys(zip(*rows)))
    number = [columns.index(column) for column in zip(*rows)]
    classes = [number[sum(cut <= byte for cut in cuts) - 1] for byte in range(256)]
    return Dfa(text, classes, list(zip(*columns)), accept, sre_parser.parse(text).getwidth()[1])


def determinise(nfa, final, bytes_tried):
    """Subset construction; one byte stands for all between two cuts."""
    states = [nfa.closure([0])]
    index, rows = {states[0]: 0}, []
    for current in states:
        row = []
        for byte in bytes_tried:
            reached = nfa.closure(to for state in current for low, high, to in nfa.edges[state]
                                  if low <= byte <= high)
            if reached not in index:
                if len(states) == MAX_STATES:
                    fail(nfa.node, f'pattern branches too much: more than {MAX_STATES} states')
                index[reached] = len(states)
                states.append(reached)
            row.append(index[reached])
        rows.append(row)
    return rows, [final in state for state in states]


def minimise(rows, accept):
    """Moore's refinement; groups are numbered by first appearance, so the start stays 0."""
    group, count = [int(flag) for flag in accept], 0
    while True:
        signatures = [(group[at], *(group[to] for to in row)) for at, row in enumerate(rows)]
        numbers = {signature: at for at, signature in enumerate(dict.fromkeys(signatures))}
        group = [numbers[signature] for signature in signatures]
        if len(numbers) == count:
            break
        count = len(numbers)
    first = [group.index(at) for at in range(count)]
    return [[group[to] for to in rows[at]] for at in first], [accept[at] for at in first]


# ---- parameters

@dataclass
class Param:
    """One row of the parameter table."""
    node: Node
    name: str
    member: str
    path: bool
    type: str
    required: bool
    enum: str                                   # C tag of the enum, and stem of its list of values
    values: list = field(default_factory=list)  # of the value or of each item
    pattern: Dfa = None
    name_pattern: Dfa = None
    min: int = 0
    max: int = 0
    min_len: int = 0
    max_len: int = 0
    max_items: int = 0
    default: object = None
    codes: Node = None
    listed_at: Node = None
    problem: Node = None

    def default_text(self):
        return json.dumps(self.default) if type(self.default) in (int, bool) else self.default

    def default_number(self):
        return self.values.index(self.default) if self.type == 'enum' else int(self.default)

    def check(self, node, value):
        """Refuse an example or default, at `node`, that the server would refuse."""
        if self.type == 'array':
            items = value.split(',') if isinstance(value, str) else value
            if not isinstance(items, list) or len(items) > self.max_items:
                fail(node, f"{self.name}: not a list of at most {self.max_items} items")
            for item in items:
                self.check_text(node, item)
        elif self.type == 'object':
            if not isinstance(value, dict) or len(value) > self.max_items:
                fail(node, f"{self.name}: not a mapping of at most {self.max_items} names")
            for name, item in value.items():
                if not self.name_pattern.matches(name):
                    fail(node, f"{self.name}: the name '{name}' does not match its pattern")
                self.check_text(node, item)
        elif self.type == 'boolean':
            if not isinstance(value, bool) and value not in ('true', 'false'):
                fail(node, f"{self.name}: '{value}' is not a boolean")
        elif self.type == 'integer':
            if not re.fullmatch(r'-?(0|[1-9][0-9]*)', str(value)):
                fail(node, f"{self.name}: '{value}' is not an integer")
            if not self.min <= int(value) <= self.max:
                fail(node, f"{self.name}: '{value}' is out of bounds")
        else:
            self.check_text(node, value)

    def check_text(self, node, text):
        if not isinstance(text, str):
            fail(node, f"{self.name}: '{text}' is not text")
        if self.values and text not in self.values:
            fail(node, f"{self.name}: '{text}' is not in the enum")
        if self.pattern and not self.pattern.matches(text):
            fail(node, f"{self.name}: '{text}' does not match the pattern")
        if not self.values and not self.min_len <= len(text) <= self.max_len:
            fail(node, f"{self.name}: '{text}' is too short or too long")


@dataclass
class Body:
    """A value in a request body, as its schema says: one row of the body's table."""
    node: Node
    name: str           # JSON pointer, for messages
    enum: str           # stem of the list of values
    type: str           # of BODY_TYPES
    nullable: bool
    values: list = field(default_factory=list)
    pattern: Dfa = None
    name_pattern: Dfa = None
    min: Decimal = Decimal(I64_MIN)
    max: Decimal = Decimal(I64_MAX)
    places: int = 0
    min_len: int = 0
    max_len: int = 0
    min_items: int = 0
    max_items: int = 0
    items: object = None                         # a Body: of the items, or of a map's values
    members: list = field(default_factory=list)  # of (name, required, Body), by name

    def fault(self, value):
        """What the server would refuse in `value`, or None."""
        if value is None:
            return None if self.nullable else f'{self.name}: null is not allowed'
        wanted = {'object': dict, 'map': dict, 'array': list, 'text': str, 'boolean': bool}
        kinds = wanted.get(self.type, (int, float))
        if not isinstance(value, kinds) or (self.type != 'boolean' and isinstance(value, bool)):
            return f'{self.name}: {json.dumps(value)} is not of type {self.type}'
        return getattr(self, f'fault_of_{self.type}', lambda _: None)(value)

    def fault_of_object(self, value):
        known = [name for name, _, _ in self.members]
        lacking = [name for name, required, _ in self.members if required and name not in value]
        for name in lacking or [name for name in value if name not in known]:
            return f"{self.name}: the member '{name}' is {'absent' if lacking else 'unknown'}"
        return next((fault for name, _, body in self.members if name in value
                     for fault in [body.fault(value[name])] if fault), None)

    def fault_of_map(self, value):
        for name in value:
            if not self.name_pattern.matches(name):
                return f"{self.name}: the name '{name}' does not match its pattern"
        return self.fault_of_array(list(value.values()))

    def fault_of_array(self, value):
        if not self.min_items <= len(value) <= self.max_items:
            return f'{self.name}: has {len(value)} items'
        return next((fault for fault in map(self.items.fault, value) if fault), None)

    def fault_of_text(self, value):
        good = value in self.values if self.values else self.min_len <= len(value) <= self.max_len
        if not good or (self.pattern and not self.pattern.matches(value)):
            return f"{self.name}: '{value}' is not allowed"
        return None

    def fault_of_number(self, value):
        number = Decimal(str(value))
        if not self.min <= number <= self.max or round(number, self.places) != number:
            return f'{self.name}: {value} is not allowed'
        return None

    fault_of_integer = fault_of_number


@dataclass
class Operation:
    """One row of the operation table."""
    node: Node
    name: str
    c: str
    method: str
    path: str
    resource: str
    cache: str
    formats: list
    stream: bool
    scopes: list = field(default_factory=list)    # any of them opens the operation; none: open
    changing: bool = False                        # x-volatile
    uploads: list = field(default_factory=list)   # media types of a spooled body
    headers: list = field(default_factory=list)   # of HEADERS, that the operation reads
    required: list = field(default_factory=list)  # and those of them that must be there
    params: list = field(default_factory=list)
    bodies: list = field(default_factory=list)  # of Body, what a value holds before it; or empty

    @property
    def body(self):
        return self.bodies[-1] if self.bodies else None

    @property
    def writes(self):
        return bool(self.scopes) and self.method != 'get'


@dataclass
class Route:
    """A node of the routing tree; the template child stands under None."""
    children: dict = field(default_factory=dict)
    ops: dict = field(default_factory=dict)

    def ordered(self):
        """Literals first: /v1/regions/tree wins over /v1/regions/{region} wherever it stands."""
        return sorted(self.children.items(), key=lambda item: (item[0] is None, item[0] or ''))


class Spec:
    """Everything the tables need, read and checked."""

    def __init__(self, root):
        self.root = root
        self.names, self.patterns, self.enums, self.lists = {}, {}, {}, {}
        self.operations, self.tree = [], Route()
        self.names.update((name, 'the generator') for name in [*TYPES.values(), *OWN_NAMES])
        only(root, {'openapi', 'info', 'servers', 'tags', 'paths', 'components', 'externalDocs',
                    'security'}, 'document')
        if not need(root, 'openapi', str, 'document').value.startswith('3.1.'):
            fail(root['openapi'], 'the document must be OpenAPI 3.1')
        self.check_security(root)
        need(root, 'info', dict, 'document')
        self.components = need(root, 'components', dict, 'document')
        tags = need(root, 'tags', list, 'document').value
        self.tags = {need(tag, 'name', str, 'tag').value: tag for tag in tags}
        for section, members in self.components.value.items():
            expect(members, list if section == 'x-problems' else dict, f"'{section}'")
        self.check_schemes()
        self.check_references()
        self.formats = self.read_formats()
        self.problems = self.read_problems()
        for path, item in need(root, 'paths', dict, 'document').value.items():
            self.read_path(path, item)
        for tag, node in self.tags.items():
            if tag not in [op.resource for op in self.operations]:
                fail(node, f"the tag '{tag}' is used nowhere")
        self.operations.sort(key=lambda op: op.c)
        for op in self.operations:
            self.check_examples(op)
            for param in op.params:
                at = param.listed_at
                if at and not self.route(at.value)[0]:
                    fail(at, f"x-listed-at: no operation answers '{at.value}'")

    def claim(self, c_name, node, origin):
        """Reserve a C name for `origin`."""
        if c_name in self.names:
            fail(node, f"{origin} and {self.names[c_name]} both give the C name '{c_name}'")
        self.names[c_name] = origin

    def check_security(self, root):
        """The whole is open, to who has no key too; an operation may ask for one."""
        open_to_all = [], [{}, {'key': []}]
        if 'security' in root and root['security'].plain() not in open_to_all:
            fail(root['security'], "security: the document is open to all: [] or [{}, {key: []}]")

    def check_schemes(self):
        schemes = self.components.get('securitySchemes')
        if not schemes:
            return
        only(schemes, {'key'}, 'securitySchemes')
        scheme = need(schemes, 'key', dict, 'securitySchemes')
        only(scheme, {'type', 'scheme', 'bearerFormat', 'description'}, 'the scheme of keys')
        for name, value in ('type', 'http'), ('scheme', 'bearer'):
            if need(scheme, name, str, 'the scheme of keys').value != value:
                fail(scheme[name], f"the {name} of keys is '{value}'")

    def read_security(self, op):
        """Fill op.scopes: each alternative names one scope, and any will do; [] is open to all."""
        if 'security' not in op.node or op.node['security'].value == []:
            return
        if 'securitySchemes' not in self.components:
            fail(op.node['security'], 'security: there is no scheme of keys')
        for item in expect(op.node['security'], list, 'security'):
            only(item, {'key'}, 'security')
            scopes = texts(need(item, 'key', list, 'security'), 'the scopes of a key')
            if len(scopes) != 1 or scopes[0] not in SCOPES:
                fail(item, f"security: one scope of {', '.join(SCOPES)}")
            op.scopes += scopes
        if op.writes and op.cache != 'none':
            fail(op.node['x-cache'], f'{op.path} {op.method}: a change is not kept: x-cache: none')

    # -- references

    def target(self, node):
        """The component that the mapping `node` points to, and its name 'section/key'."""
        text = expect(node['$ref'], str, '$ref')
        match = re.fullmatch(r'#/components/([A-Za-z]+/[\w.-]+)', text)
        if not match:
            fail(node['$ref'], f"$ref must be '#/components/SECTION/NAME', not '{text}'")
        section, key = match[1].split('/')
        if section not in self.components or key not in self.components[section]:
            fail(node['$ref'], f"$ref to nothing: '{text}'")
        return self.components[section][key], match[1]

    def check_references(self):
        """Every reference leads somewhere; every component is reached from a path."""
        used, todo = set(), [self.root['paths']] if 'paths' in self.root else []
        while todo:
            node = todo.pop()
            if isinstance(node.value, list):
                todo.extend(node.value)
            elif isinstance(node.value, dict):
                todo.extend(node.value.values())
                if isinstance(node.get('$ref'), Node):
                    component, name = self.target(node)
                    if name not in used:
                        used.add(name)
                        todo.append(component)
        for section, members in self.components.value.items():
            if section not in ('x-problems', 'securitySchemes'):
                for key, node in members.value.items():
                    if f'{section}/{key}' not in used:
                        fail(node, f"the component '{section}/{key}' is used nowhere")

    def schema(self, node, depth=0):
        """A schema as {keyword: node}; $ref and its siblings both hold."""
        members = dict(expect(node, dict, 'schema'))
        if '$ref' not in members:
            return members
        if depth > 8:
            fail(node, '$ref leads back to itself')
        base = self.schema(self.target(node)[0], depth + 1)
        del members['$ref']
        for key in members.keys() & base.keys() - ANNOTATIONS:
            fail(members[key], f"'{key}' stands beside the $ref and behind it")
        return base | members

    # -- tables of the whole document

    def read_formats(self):
        """The answer formats: the values of the shared parameter `format`."""
        parameters = self.components.get('parameters') or Node({}, 0)
        for key, node in parameters.value.items():
            if snake(key) == 'format':
                schema = Node(self.schema(need(node, 'schema', dict, 'parameter')), node.line)
                return texts(need(schema, 'enum', list, 'format'), 'enum')
        return ['json']

    def read_problems(self):
        problems = need(self.components, 'x-problems', list, 'components').value
        for node in problems:
            only(node, {'slug', 'status', 'title', 'detail'}, 'x-problems')
            slug = need(node, 'slug', str, 'problem').value
            if not re.fullmatch(r'[a-z][a-z0-9]*(-[a-z0-9]+)*', slug):
                fail(node, f"the slug '{slug}' is not kebab-case")
            need(node, 'status', int, 'problem')
            integer(node, 'status', 400, 599, 0)
            need(node, 'title', str, 'problem')
            need(node, 'detail', str, 'problem')
            self.claim(f'PROBLEM_{snake(slug).upper()}', node, f"problem '{slug}'")
        problems = sorted(problems, key=lambda node: node['slug'].value)
        return {node['slug'].value: node for node in problems}

    # -- operations

    def read_path(self, path, item):
        if not re.fullmatch(r'/|(/([A-Za-z0-9._~-]+|\{[A-Za-z][A-Za-z0-9_]*\}))+', path):
            fail(item, f"the path '{path}' has a segment that is neither literal nor {{name}}")
        only(item, SERVED_METHODS | {'summary', 'description', 'parameters'}, path)
        at = self.tree
        for segment in path.split('/')[1:] if path != '/' else []:
            at = at.children.setdefault(None if segment[0] == '{' else segment, Route())
        if at.ops:
            fail(item, f"the path '{path}' has the shape of '{next(iter(at.ops.values())).path}'")
        for method in METHODS:
            if method in item:
                at.ops[method] = self.read_operation(path, item, method)
        if not at.ops:
            fail(item, f"the path '{path}' has no operation")

    def read_operation(self, path, item, method):
        node = item[method]
        what = f'{path} {method}'
        only(node, {'operationId', 'summary', 'description', 'tags', 'parameters', 'responses',
                    'deprecated', 'security', 'externalDocs', 'x-cache', 'x-formats',
                    'x-stream', 'x-volatile', 'x-upload', 'x-examples',
                    *(['requestBody'] if method in BODY_METHODS else [])}, what)
        name = need(node, 'operationId', str, what).value
        if not re.fullmatch(r'[a-z][A-Za-z0-9]*', name):
            fail(node['operationId'], f"the operationId '{name}' is not camelCase")
        tags = need(node, 'tags', list, what)
        if len(tags.value) != 1:
            fail(tags, f'{what}: exactly one tag names the resource')
        resource = expect(tags.value[0], str, 'tag')
        if resource not in self.tags:
            fail(tags, f"the tag '{resource}' is not declared")
        if not re.fullmatch(r'[a-z][a-z0-9_]*', resource):
            fail(tags, f"the tag '{resource}' cannot name a source file")
        cache = need(node, 'x-cache', str, what)
        if cache.value not in CACHES:
            fail(cache, f"x-cache: '{cache.value}' is not one of {', '.join(CACHES)}")
        answers = need(node, 'responses', dict, what)
        if not any(re.fullmatch('[23][0-9][0-9]', status) for status in answers.value):
            fail(answers, f'{what}: no response that succeeds')
        formats = texts(need(node, 'x-formats', list, what), 'x-formats')
        for value in formats:
            if value not in self.formats:
                fail(node['x-formats'], f"x-formats: '{value}' is not a value of 'format'")
        stream = 'x-stream' in node and expect(node['x-stream'], bool, 'x-stream')
        op = Operation(node, name, snake(name), method, path, resource, cache.value, formats, stream)
        self.read_security(op)
        op.changing = 'x-volatile' in node and expect(node['x-volatile'], bool, 'x-volatile')
        if op.changing and op.cache != 'none':
            fail(node['x-volatile'], f'{what}: what changes without a release needs x-cache: none')
        origin = f"operation '{name}'"
        for c_name in f'OP_{op.c.upper()}', f'{op.c}_args', f'{op.c}_given':
            self.claim(c_name, node['operationId'], origin)
        shared, own = (expect(each.get('parameters') or Node([], 0), list, 'parameters')
                       for each in (item, node))
        self.read_params(op, [node for node in shared + own if not self.read_header(op, node)])
        if 'x-upload' in node:
            self.read_upload(op, node)
        elif 'requestBody' in node:
            self.read_request(op, node['requestBody'])
        self.operations.append(op)
        return op

    def read_params(self, op, nodes):
        """Fill op.params: first those of the path as the router yields them, then by name."""
        members = {'given': 'the generator'}
        for node in nodes:
            param = self.read_param(op, node)
            if param.member in members:
                fail(node, f"'{param.name}' and {members[param.member]} both give the member "
                           f"'{param.member}'")
            members[param.member] = f"'{param.name}'"
            op.params.append(param)
        if len(op.params) > MAX_PARAMS:
            fail(op.node, f'{op.path} {op.method}: more than {MAX_PARAMS} parameters')
        template = re.findall(r'\{(\w+)\}', op.path)
        paths = [param for param in op.params if param.path]
        for param in paths:
            if param.name not in template:
                fail(param.node, f"path parameter '{param.name}' is not in '{op.path}'")
        for name in template:
            if [param.name for param in paths].count(name) != template.count(name):
                fail(op.node, f"'{{{name}}}' of '{op.path}' needs a path parameter of its own")
        paths.sort(key=lambda param: template.index(param.name))
        queries = [param for param in op.params if not param.path]
        op.params = paths + sorted(queries, key=lambda param: param.name)
        for param in op.params:
            self.claim(given_bit(op, param), param.node, f"parameter '{param.name}'")

    def read_header(self, op, ref):
        """Whether it is a header; those that the server reads by itself are noted in `op`."""
        node = self.target(ref)[0] if '$ref' in expect(ref, dict, 'parameter') else ref
        where, name = node.get('in'), node.get('name')
        if not where or where.value != 'header' or not name or name.value not in HEADERS:
            return False
        only(node, {'name', 'in', 'required', 'description', 'schema', 'example'}, 'header')
        schema = self.schema(need(node, 'schema', dict, 'header'))
        only(Node(schema, node.line), {'type'} | ANNOTATIONS, 'header')
        if need(Node(schema, node.line), 'type', str, 'header').value != 'string':
            fail(schema['type'], 'header: the type must be string')
        op.headers.append(name.value)
        if 'required' in node and expect(node['required'], bool, 'required'):
            op.required.append(name.value)
        return True

    def read_param(self, op, ref):
        node, stem, shared = ref, '', '$ref' in expect(ref, dict, 'parameter')
        if shared:
            only(ref, {'$ref', 'summary', 'description'}, 'reference')
            node, key = self.target(ref)
            if not key.startswith('parameters/'):
                fail(ref, '$ref of a parameter must point into components/parameters')
            stem = f'param_{snake(key.split("/")[1])}'
        only(node, {'name', 'in', 'required', 'description', 'schema', 'style', 'explode',
                    'example', 'deprecated'}, 'parameter')
        name = need(node, 'name', str, 'parameter').value
        if not re.fullmatch(r'[A-Za-z][A-Za-z0-9_]*', name):
            fail(node['name'], f"the parameter name '{name}' gives no C name")
        if snake(name) in C_KEYWORDS:
            fail(node['name'], f"the parameter name '{name}' is a C keyword")
        where = need(node, 'in', str, 'parameter').value
        if where not in ('path', 'query'):
            fail(node['in'], f"in: '{where}' cannot be enforced")
        required = 'required' in node and expect(node['required'], bool, 'required')
        if where == 'path' and not required:
            fail(node, f"path parameter '{name}' must say required: true")
        schema = self.schema(need(node, 'schema', dict, 'parameter'))
        kind = self.kind(node, schema)
        param = Param(node, name, snake(name), where == 'path', kind, required,
                      stem or f'{op.c}_{snake(name)}')
        self.check_style(param)
        self.read_schema(param, schema)
        if required and param.default is not None:
            fail(schema['default'], f"parameter '{name}' is required: its default decides nothing")
        for source in node.value, schema:
            if 'example' in source:
                param.check(source['example'], source['example'].plain())
        if 'examples' in schema:
            for example in expect(schema['examples'], list, 'examples'):
                param.check(example, example.plain())
        return param

    def kind(self, node, schema):
        """The type of a schema, with its keywords checked."""
        kind = need(Node(schema, node.line), 'type', str, 'schema').value
        if kind not in KEYWORDS:
            fail(schema['type'], f"type '{kind}' cannot be enforced")
        allowed = {'type'} | ANNOTATIONS | KEYWORDS[kind]
        only(Node(schema, node.line), allowed, f"schema of type '{kind}'")
        return kind

    def check_style(self, param):
        """Lists are a,b,c and maps are name[key]=value; nothing else is parsed."""
        node = param.node
        style = (node.value.get('style'), node.value.get('explode'))
        found = tuple(part and part.value for part in style)
        if param.path and param.type in ('array', 'object'):
            fail(node, f"path parameter '{param.name}' must be one value")
        wanted = {'array': ('form', False), 'object': ('deepObject', True)}.get(param.type)
        if wanted and found != wanted:
            fail(node, f"parameter '{param.name}' must say style: {wanted[0]}, "
                       f"explode: {json.dumps(wanted[1])}")
        if not wanted and found not in ((None, None), ('simple' if param.path else 'form', None)):
            fail(node, f"parameter '{param.name}': this style cannot be enforced")

    def read_schema(self, param, schema):
        if param.type == 'integer':
            if 'format' in schema and schema['format'].value != 'int64':
                fail(schema['format'], f"format '{schema['format'].value}' cannot be enforced")
            param.min = integer(schema, 'minimum', I64_MIN, I64_MAX, I64_MIN)
            param.max = integer(schema, 'maximum', param.min, I64_MAX, I64_MAX)
        elif param.type == 'string':
            self.read_string(param, schema)
        elif param.type == 'array':
            self.read_array(param, schema)
        elif param.type == 'object':
            self.read_object(param, schema)
        if 'default' in schema:
            kind = {'integer': int, 'boolean': bool}.get(param.type, str)
            expect(schema['default'], kind, 'default')
            param.default = schema['default'].value
            param.check(schema['default'], param.default)
        self.read_codes(param, schema)

    def read_codes(self, param, schema):
        for key in sorted(CODES & schema.keys()):
            member, value = snake(key.removeprefix('x-')), expect(schema[key], str, key)
            if key == 'x-codes' and not re.fullmatch(r'[a-z][a-z0-9_-]*', value):
                fail(schema[key], f"x-codes: '{value}' cannot name a code list")
            if key == 'x-problem' and value not in self.problems:
                fail(schema[key], f"x-problem: no problem has the slug '{value}'")
            if getattr(param, member):
                fail(schema[key], f"'{key}' stands on the items and on the whole")
            setattr(param, member, schema[key])

    def read_string(self, param, schema):
        """Also for the items of a list and the values of a map."""
        if 'enum' in schema:
            self.read_enum(param, schema)
            return
        param.pattern = self.pattern(schema)
        longest = param.pattern.max_chars if param.pattern else sre.MAXREPEAT
        param.min_len = integer(schema, 'minLength', 0, U16_MAX, 0)
        param.max_len = integer(schema, 'maxLength', max(1, param.min_len), U16_MAX, longest)
        if param.max_len > U16_MAX:
            fail(param.node, f"'{param.name}' has no limit: use maxLength or a pattern")

    def read_enum(self, param, schema):
        for key in schema.keys() & {'pattern', 'minLength', 'maxLength'}:
            fail(schema[key], f"'{key}' beside enum decides nothing")
        param.values = texts(schema['enum'], 'enum')
        single = param.type == 'string'
        if single:
            param.type = 'enum'
        if self.lists.get(param.enum) is schema['enum']:
            return
        self.claim(param.enum, schema['enum'], f"enum '{param.name}'")
        self.lists[param.enum] = schema['enum']
        if not single:
            return
        self.enums[param.enum] = param.values
        for value in param.values:
            if not snake(value):
                fail(schema['enum'], f"the enum value '{value}' gives no C name")
            c_name = f'{param.enum}_{snake(value)}'.upper()
            self.claim(c_name, schema['enum'], f"enum value '{value}'")

    def read_items(self, param, node):
        schema = self.schema(node)
        if self.kind(node, schema) != 'string':
            fail(node, f"the items of '{param.name}' must be strings")
        if 'default' in schema:
            fail(schema['default'], 'a default of items decides nothing')
        self.read_string(param, schema)
        self.read_codes(param, schema)

    def read_array(self, param, schema):
        what = f"list '{param.name}'"
        node = Node(schema, param.node.line)
        self.read_items(param, need(node, 'items', dict, what))
        if need(node, 'minItems', int, what).value != 1:
            fail(schema['minItems'], 'minItems must be 1: an empty list looks like an empty item')
        if 'uniqueItems' in schema and schema['uniqueItems'].value is not False:
            fail(schema['uniqueItems'], 'uniqueItems cannot be enforced')
        need(node, 'maxItems', int, what)
        param.max_items = integer(schema, 'maxItems', 1, U16_MAX, 0)

    def read_object(self, param, schema):
        what = f"map '{param.name}'"
        node = Node(schema, param.node.line)
        self.read_items(param, need(node, 'additionalProperties', dict, what))
        names = need(node, 'propertyNames', dict, what)
        only(names, {'type', 'description', 'pattern'}, 'propertyNames')
        need(names, 'pattern', str, 'propertyNames')
        param.name_pattern = self.pattern(names.value)
        if param.name_pattern.max_chars > U16_MAX:
            fail(names['pattern'], 'propertyNames needs a bounded pattern')
        need(node, 'maxProperties', int, what)
        param.max_items = integer(schema, 'maxProperties', 1, U16_MAX, 0)

    def pattern(self, schema):
        if 'pattern' not in schema:
            return None
        text = expect(schema['pattern'], str, 'pattern')
        if text not in self.patterns:
            self.patterns[text] = compile_pattern(schema['pattern'])
        return self.patterns[text]

    # -- request bodies

    def read_request(self, op, node):
        what = f'requestBody of {op.name}'
        only(node, {'description', 'required', 'content'}, what)
        if need(node, 'required', bool, what).value is not True:
            fail(node['required'], f'{what}: required must be true')
        content = need(node, 'content', dict, what)
        only(content, {'application/json'}, f'content of {what}')
        media = need(content, 'application/json', dict, f'content of {what}')
        only(media, {'schema'}, f'content of {what}')
        if self.read_body(op, need(media, 'schema', dict, what), '', 0).type != 'object':
            fail(media['schema'], f'{what}: the whole must be an object with properties')

    def read_upload(self, op, node):
        """A body that is kept in a file; what it holds is for the operation to decide."""
        what = f'x-upload of {op.name}'
        if expect(node['x-upload'], bool, 'x-upload') is not True:
            fail(node['x-upload'], f'{what}: true, or absent')
        if not op.writes:
            fail(node['x-upload'], f'{what}: only who has a scope may send a file')
        request = need(node, 'requestBody', dict, what)
        only(request, {'description', 'required', 'content'}, what)
        if need(request, 'required', bool, what).value is not True:
            fail(request['required'], f'{what}: required must be true')
        content = need(request, 'content', dict, what)
        only(content, UPLOADS, f'content of {what}')
        op.uploads = [media for media in UPLOADS if media in content]
        if not op.uploads:
            fail(content, f'{what}: no media type')

    def read_body(self, op, node, name, depth):
        """The schema of one value, with all that it holds, appended to op.bodies."""
        if depth > MAX_NESTING:
            fail(node, f"'{name}' nests deeper than {MAX_NESTING}")
        schema = self.schema(node)
        kind = need(Node(schema, node.line), 'type', (str, list), 'schema')
        kinds = texts(kind, 'type') if isinstance(kind.value, list) else [kind.value]
        types = [text for text in kinds if text != 'null']
        if len(types) != 1 or types[0] not in BODY_KEYWORDS:
            fail(kind, f"'{name}': the type cannot be enforced in a request body")
        only(Node(schema, node.line), {'type'} | ANNOTATIONS | BODY_KEYWORDS[types[0]],
             f"schema of '{name}'")
        body = Body(node, name or '/', f'{op.c}{snake(name) and "_" + snake(name)}_body',
                    {'string': 'text'}.get(types[0], types[0]), len(kinds) > 1)
        if types[0] == 'object' and 'properties' not in schema:
            self.read_body_map(op, body, schema, depth)
        elif types[0] != 'boolean':
            getattr(self, f'read_body_{types[0]}')(op, body, schema, depth)
        op.bodies.append(body)
        return body

    def read_body_object(self, op, body, schema, depth):
        what = f"object '{body.name}'"
        node = Node(schema, body.node.line)
        closed = need(node, 'additionalProperties', bool, what)
        only(node, {'type', 'properties', 'required', 'additionalProperties'} | ANNOTATIONS, what)
        required = texts(schema['required'], 'required') if 'required' in schema else []
        members = need(node, 'properties', dict, what).value
        if closed.value or not set(required) <= set(members):
            fail(closed, f'{what}: additionalProperties must be false, and what is required listed')
        for name, child in sorted(members.items()):
            at = f'{body.name.rstrip("/")}/{name}'
            body.members.append((name, name in required, self.read_body(op, child, at, depth + 1)))

    def read_body_map(self, op, body, schema, depth):
        what = f"map '{body.name}'"
        node = Node(schema, body.node.line)
        values = need(node, 'additionalProperties', dict, what)
        names = need(node, 'propertyNames', dict, what)
        only(names, {'type', 'description', 'pattern'}, 'propertyNames')
        need(names, 'pattern', str, 'propertyNames')
        need(node, 'maxProperties', int, what)
        body.type, body.name_pattern = 'map', self.pattern(names.value)
        body.max_items = integer(schema, 'maxProperties', 1, U16_MAX, 0)
        body.items = self.read_body(op, values, f'{body.name.rstrip("/")}/-', depth + 1)

    def read_body_array(self, op, body, schema, depth):
        node = Node(schema, body.node.line)
        need(node, 'maxItems', int, f"list '{body.name}'")
        body.min_items = integer(schema, 'minItems', 0, U16_MAX, 0)
        body.max_items = integer(schema, 'maxItems', max(1, body.min_items), U16_MAX, 0)
        items = need(node, 'items', dict, f"list '{body.name}'")
        body.items = self.read_body(op, items, f'{body.name}/-', depth + 1)

    def read_body_string(self, _op, body, schema, _depth):
        self.read_string(body, schema)

    def read_body_integer(self, _op, body, schema, _depth):
        body.min = Decimal(integer(schema, 'minimum', I64_MIN, I64_MAX, I64_MIN))
        body.max = Decimal(integer(schema, 'maximum', int(body.min), I64_MAX, I64_MAX))

    def read_body_number(self, _op, body, schema, _depth):
        """Bounds that a decimal of the program holds; multipleOf says how many places."""
        found = {}
        for key in schema.keys() & {'minimum', 'maximum', 'multipleOf'}:
            number = Decimal(str(expect_number(schema[key], key)))
            if number != round(number, MAX_PLACES) or abs(number) >= 10 ** 12:
                fail(schema[key], f"'{key}' has too many digits")
            found[key] = number
        body.min = found.get('minimum', body.min)
        body.max = found.get('maximum', body.max)
        body.places = MAX_PLACES
        if 'multipleOf' in found:
            steps = [Decimal(1).scaleb(-places) for places in range(MAX_PLACES + 1)]
            if found['multipleOf'] not in steps:
                fail(schema['multipleOf'], 'multipleOf must be 1, 0.1, 0.01, ...')
            body.places = steps.index(found['multipleOf'])

    # -- examples

    def route(self, target, method='get'):
        """As the server routes: (operation, path values, format of the extension)."""
        at, values, extension = self.tree, [], None
        segments = target.split('?')[0].removeprefix('/').split('/')
        if segments == ['']:
            segments = []
        for number, segment in enumerate(segments, 1):
            stem, _, end = segment.rpartition('.')
            if number == len(segments) and segment not in at.children and end in self.formats:
                segment, extension = stem, end
            if segment not in at.children and segment:
                values.append(unquote(segment))
            at = at.children.get(segment) or at.children.get(None)
            if not at or not segment:
                return None, [], None
        return at.ops.get(method), values, extension

    def check_examples(self, op):
        """Each example reaches its operation and breaks no rule of its parameters."""
        examples = need(op.node, 'x-examples', list, f'{op.path} {op.method}')
        if not examples.value:
            fail(examples, f'{op.path} {op.method}: no example')
        for example in examples.value:
            body = ['body'] if op.body else ['body', 'type'] if op.uploads else []
            only(example, {'summary', 'path', *body}, 'x-examples')
            need(example, 'summary', str, 'example')
            node = need(example, 'path', str, 'example')
            found, values, extension = self.route(node.value, op.method)
            if found is not op or not node.value.startswith('/'):
                fail(node, f"the example '{node.value}' does not reach {op.name}")
            if extension and extension not in op.formats:
                fail(node, f"the example asks for '{extension}', which {op.name} does not write")
            for param, value in zip(op.params, values):
                param.check(node, value)
            self.check_query(op, node)
            if op.body:
                body = need(example, 'body', dict, 'example')
                fault = op.body.fault(body.plain())
                if fault:
                    fail(body, f'the body of the example: {fault}')

    def check_query(self, op, node):
        queries, given = {param.name: param for param in op.params if not param.path}, set()
        for pair in filter(None, node.value.partition('?')[2].split('&')):
            name, _, value = pair.partition('=')
            stem, bracket, key = unquote(name).partition('[')
            param = queries.get(stem)
            if not param or bool(bracket) != (param.type == 'object'):
                fail(node, f"the example has the unknown parameter '{stem}'")
            param.check(node, {key.rstrip(']'): unquote(value)} if bracket else unquote(value))
            given.add(stem)
        for name, param in queries.items():
            if param.required and name not in given:
                fail(node, f"the example lacks the required parameter '{name}'")


# ---- emission

BANNER = '''/* Generated by tools/specgen.py from openapi.yaml; do not edit. */
/* clang-format off */'''

INCLUDES = '''#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dec.h"
#include "base/str.h"

struct api_call;

enum method {
    METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_OPTIONS,
    METHOD_COUNT,
};
enum param_in { PARAM_IN_PATH, PARAM_IN_QUERY };
enum param_type { PARAM_INTEGER, PARAM_BOOLEAN, PARAM_ENUM, PARAM_STRING, PARAM_LIST, PARAM_MAP };
enum op_cache { CACHE_NONE, CACHE_RELEASE, CACHE_STATIC };
/* Scopes of keys, as db/keys.h numbers them. */
enum scope_bit {
    SCOPE_READ_RESTRICTED = 1, SCOPE_READ_EMBARGOED = 2, SCOPE_IMPORT = 4, SCOPE_PUBLISH = 8,
    SCOPE_ADMIN = 16,
};
/* Media types of a body that is kept in a file, and header fields of an operation, as bits. */
enum upload_bit { UPLOAD_CSV = 1, UPLOAD_JSON = 2 };
enum header_bit { HEADER_IF_MATCH = 1, HEADER_IDEMPOTENCY_KEY = 2 };
enum body_type {
    BODY_OBJECT, BODY_MAP, BODY_ARRAY, BODY_STRING, BODY_INTEGER, BODY_NUMBER, BODY_BOOLEAN,
};
'''

STRUCTS = '''
struct problem_spec {
    const char *slug;
    uint16_t status;
    const char *title, *detail;
};

/* An automaton over bytes: starts in state 0, then next[state * n_classes + classes[byte]]. */
struct pattern_dfa {
    const uint8_t *classes; /* 256 */
    const uint16_t *next;
    uint16_t n_states, n_classes;
    const uint8_t *accept;
};

/* One parameter of one operation.  Lengths count characters, not bytes.  For a list or a map,
 * `values`, `pattern`, the lengths and `codes` hold for each item.  The member of an enum has the
 * size of int and holds the index in `values`. */
struct param_spec {
    const char *name;
    uint8_t in, type; /* enum param_in, enum param_type */
    bool required;
    uint16_t offset;           /* of the member in the argument struct */
    uint32_t bit;              /* set in `given` when the request has the parameter */
    int64_t min, max, dflt;    /* dflt: an integer, a boolean or the index of an enum value */
    const char *dflt_text;     /* NULL: no default, the member stays zero */
    const char *const *values; /* NULL-terminated, or NULL */
    const struct pattern_dfa *pattern;
    uint16_t min_len, max_len, max_items;
    const char *codes, *listed_at; /* name of the code list, path that lists it, or NULL */
    const char *problem; /* slug of the problem that a bad value is, or NULL for the usual one */
    const struct pattern_dfa *name_pattern; /* of the names of a map */
};

/* What one value of a request body must be.  An object has `members` and no others; a map has names
 * after `name_pattern` and values that are `items`.  Lengths count characters. */
struct body_spec {
    uint8_t type; /* enum body_type */
    bool nullable;
    uint8_t places; /* most decimal places of a number */
    uint16_t min_len, max_len, min_items, max_items, n_members;
    struct dec min, max;       /* of a number or an integer */
    const char *const *values; /* NULL-terminated, or NULL */
    const struct pattern_dfa *pattern, *name_pattern;
    const struct body_spec *items;
    const struct body_member *members; /* by name */
};

struct body_member {
    const char *name;
    bool required;
    const struct body_spec *spec;
};

/* `params` begins with the path parameters in the order of the path; queries follow by name. */
struct op_spec {
    enum op_id id;
    const char *operation_id, *path, *resource;
    uint8_t method; /* enum method */
    const struct param_spec *params;
    uint16_t n_params;
    uint16_t args_size, given_offset; /* of the argument struct, and of its member given */
    enum problem_id (*run)(struct api_call *call, const void *args);
    uint8_t formats; /* of enum format_bit */
    uint8_t cache;   /* enum op_cache */
    bool stream;     /* the answer is sent while it is made */
    const struct body_spec *body; /* of the request; NULL: it has none */
    uint8_t scopes; /* of enum scope_bit, of which a key must have one; 0: open to all */
    bool writes;    /* changes the store: runs on the writer's thread */
    bool changing;  /* what is told changes without a release, and has an entity tag of its own */
    uint8_t upload; /* of enum upload_bit: the body is kept in a file; 0: it is not */
    uint8_t headers, required_headers; /* of enum header_bit */
};

/* Node 0 is the root; child and next are 0 at the end of a chain.  Literals come before the
 * template, so the first sibling that matches is right.  op holds an enum op_id for each method,
 * or -1; HEAD follows GET. */
struct route_node {
    const char *seg;
    uint16_t len;
    uint16_t child, next;
    int16_t op[METHOD_COUNT];
    uint8_t is_param;
};

extern const struct problem_spec problem_specs[PROBLEM_COUNT];
extern const struct op_spec op_specs[OP_COUNT];
extern const struct route_node route_nodes[];
extern const char openapi_json[];
extern const size_t openapi_json_len;

/* True when all n bytes of text match. */
bool pattern_match(const struct pattern_dfa *dfa, const char *text, size_t n);
'''

MATCHER = '''
bool pattern_match(const struct pattern_dfa *dfa, const char *text, size_t n)
{
    size_t state = 0;

    for (size_t i = 0; i < n; i++)
        state = dfa->next[state * dfa->n_classes + dfa->classes[(unsigned char)text[i]]];
    return dfa->accept[state] != 0;
}
'''


def c_string(text):
    """A C string literal; `??` is broken because it may begin a trigraph."""
    text = re.sub(r'["\\]|(?<=\?)\?', r'\\\g<0>', text).replace('\n', '\\n')
    return '"' + re.sub(r'[\x00-\x1f\x7f]', lambda match: f'\\{ord(match[0]):03o}', text) + '"'


def c_integer(value):
    return {I64_MIN: 'INT64_MIN', I64_MAX: 'INT64_MAX'}.get(value, str(value))


def wrap(words, indent='    ', width=100):
    """Words, separated by commas, in lines of at most `width` columns."""
    lines = ['']
    for word in words:
        if lines[-1] and len(indent) + len(lines[-1]) + len(word) + 2 > width:
            lines.append('')
        lines[-1] += (' ' if lines[-1] else '') + word + ','
    return [indent + line for line in lines if line]


def emit_enum(tag, names):
    return [f'enum {tag} {{', *wrap(names), '};']


def emit_header(spec):
    ids = [f'OP_{op.c.upper()}' for op in spec.operations]
    out = [BANNER, INCLUDES]
    out += ['/* Answer formats as bits; bit n is value n of the shared parameter `format`. */']
    out += emit_enum('format_bit', [f'{format_bit(name)} = 1 << {bit}'
                                    for bit, name in enumerate(spec.formats)])
    out += emit_enum('op_id', ids + ['OP_COUNT'])
    problems = [problem_id(slug) for slug in spec.problems]
    out += emit_enum('problem_id', ['PROBLEM_NONE', *problems, 'PROBLEM_COUNT'])
    for tag, values in sorted(spec.enums.items()):
        out += emit_enum(tag, [f'{tag}_{snake(value)}'.upper() for value in values])
    out += [STRUCTS]
    for op in spec.operations:
        out += emit_operation(op)
    return '\n'.join(out)


def emit_operation(op):
    out = [f'/* {op.method.upper()} {op.path} */', f'struct {op.c}_args {{']
    for param in op.params:
        out += [f'    {C_TYPES.get(param.type, f"enum {param.enum}")} {param.member};']
    out += ['    uint32_t given;', '};']
    if op.params:
        out += emit_enum(f'{op.c}_given', [f'{given_bit(op, param)} = 1 << {bit}'
                                           for bit, param in enumerate(op.params)])
    prototype = f'enum problem_id api_{op.c}('
    return out + [f'{prototype}struct api_call *call,',
                  f'{" " * len(prototype)}const struct {op.c}_args *args);', '']


def given_bit(op, param):
    return f'{op.c}_given_{param.member}'.upper()


def problem_id(slug):
    return f'PROBLEM_{snake(slug).upper()}'


def scope_bit(name):
    return f'SCOPE_{snake(name).upper()}'


def format_bit(name):
    return f'FORMAT_BIT_{snake(name).upper()}'


def emit_source(spec):
    out = [BANNER, '#include "api_spec.h"', '']
    for number, text in enumerate(sorted(spec.patterns)):
        out += emit_dfa(f'pattern_{number}', spec.patterns[text])
    for stem, values in sorted(spec.lists.items()):
        out += [f'static const char *const {stem}_values[] = {{',
                *wrap([*(c_string(value.value) for value in values.value), 'NULL']), '};', '']
    for op in spec.operations:
        out += emit_params(spec, op)
        out += emit_bodies(spec, op)
    for op in spec.operations:
        out += [f'static enum problem_id run_{op.c}(struct api_call *call, const void *args)', '{',
                f'    return api_{op.c}(call, args);', '}', '']
    out += ['const struct problem_spec problem_specs[PROBLEM_COUNT] = {']
    for slug, node in spec.problems.items():
        out += [f'    [{problem_id(slug)}] = {{',
                f'        {c_string(slug)}, {node["status"].value},',
                f'        {c_string(node["title"].value)},',
                f'        {c_string(node["detail"].value)},', '    },']
    out += ['};', '', 'const struct op_spec op_specs[OP_COUNT] = {']
    for op in spec.operations:
        out += emit_op_spec(op)
    out += ['};', '', 'const struct route_node route_nodes[] = {']
    out += emit_routes(spec.tree)
    return '\n'.join([*out, '};', MATCHER])


def emit_dfa(name, dfa):
    shown = dfa.text.replace('*/', '* /').replace('/*', '/ *')
    out = [f'/* {shown} */', f'static const uint8_t {name}_classes[256] = {{',
           *wrap(map(str, dfa.classes)), '};', f'static const uint16_t {name}_next[] = {{']
    for row in dfa.next:
        out += wrap(map(str, row))
    out += ['};', f'static const uint8_t {name}_accept[] = {{',
            *wrap(str(int(flag)) for flag in dfa.accept), '};']
    return out + [f'static const struct pattern_dfa {name} = {{',
                  f'    .classes = {name}_classes, .next = {name}_next, .accept = {name}_accept,',
                  f'    .n_states = {len(dfa.next)}, .n_classes = {len(dfa.next[0])},', '};', '']


def emit_params(spec, op):
    if not op.params:
        return []
    order = {text: f'&pattern_{number}' for number, text in enumerate(sorted(spec.patterns))}
    out = [f'static const struct param_spec {op.c}_params[] = {{']
    for param in op.params:
        cells = [f'.name = {c_string(param.name)}',
                 '.in = PARAM_IN_PATH' if param.path else '.in = PARAM_IN_QUERY',
                 f'.type = {TYPES[param.type]}', f'.required = {json.dumps(param.required)}',
                 f'.offset = offsetof(struct {op.c}_args, {param.member})',
                 f'.bit = {given_bit(op, param)}']
        if param.type == 'integer':
            cells += [f'.min = {c_integer(param.min)}', f'.max = {c_integer(param.max)}']
        if param.default is not None:
            if param.type != 'string':
                cells += [f'.dflt = {c_integer(param.default_number())}']
            cells += [f'.dflt_text = {c_string(param.default_text())}']
        if param.values:
            cells += [f'.values = {param.enum}_values']
        cells += [f'.{key} = {order[dfa.text]}' for key, dfa in
                  (('pattern', param.pattern), ('name_pattern', param.name_pattern)) if dfa]
        cells += [f'.{key} = {getattr(param, key)}' for key in ('min_len', 'max_len', 'max_items')
                  if getattr(param, key)]
        cells += [f'.{key} = {c_string(getattr(param, key).value)}'
                  for key in ('codes', 'listed_at', 'problem') if getattr(param, key)]
        out += ['    {', *wrap(cells, ' ' * 8), '    },']
    return out + ['};', '']


def c_dec(number):
    """A decimal as a struct dec, with the places it needs."""
    places = max(0, -number.normalize().as_tuple().exponent)
    return f'{{{c_integer(int(number.scaleb(places)))}, {places}}}'


def emit_bodies(spec, op):
    """What a value holds comes before it; the last row is the whole body."""
    order = {text: f'&pattern_{number}' for number, text in enumerate(sorted(spec.patterns))}
    names = {id(body): f'{op.c}_body_{number}' for number, body in enumerate(op.bodies)}
    out = []
    for body in op.bodies:
        name = names[id(body)]
        cells = [f'.type = {BODY_TYPES[body.type]}']
        cells += ['.nullable = true'] if body.nullable else []
        if body.type in ('integer', 'number'):
            cells += [f'.min = {c_dec(body.min)}', f'.max = {c_dec(body.max)}']
        cells += [f'.values = {body.enum}_values'] if body.values else []
        cells += [f'.{key} = {order[dfa.text]}' for key, dfa in
                  (('pattern', body.pattern), ('name_pattern', body.name_pattern)) if dfa]
        cells += [f'.{key} = {getattr(body, key)}' for key in
                  ('places', 'min_len', 'max_len', 'min_items', 'max_items') if getattr(body, key)]
        cells += [f'.items = &{names[id(body.items)]}'] if body.items else []
        if body.members:
            out += [f'/* {body.name} */', f'static const struct body_member {name}_members[] = {{']
            out += [f'    {{ {c_string(key)}, {json.dumps(required)}, &{names[id(child)]} }},'
                    for key, required, child in body.members] + ['};']
            cells += [f'.members = {name}_members', f'.n_members = {len(body.members)}']
        out += [f'/* {body.name} */',
                f'static const struct body_spec {name} = {{', *wrap(cells), '};']
    return out + [''] if out else []


def emit_op_spec(op):
    cells = [f'.id = OP_{op.c.upper()}', f'.operation_id = {c_string(op.name)}',
             f'.path = {c_string(op.path)}', f'.resource = {c_string(op.resource)}',
             f'.method = METHOD_{op.method.upper()}']
    if op.params:
        cells += [f'.params = {op.c}_params', f'.n_params = {len(op.params)}']
    cells += [f'.args_size = sizeof(struct {op.c}_args)',
              f'.given_offset = offsetof(struct {op.c}_args, given)', f'.run = run_{op.c}',
              f'.formats = {" | ".join(map(format_bit, op.formats))}',
              f'.cache = CACHE_{op.cache.upper()}']
    if op.stream:
        cells += ['.stream = true']
    if op.body:
        cells += [f'.body = &{op.c}_body_{len(op.bodies) - 1}']
    if op.scopes:
        cells += [f'.scopes = {" | ".join(map(scope_bit, op.scopes))}']
    cells += [f'.{key} = true' for key in ('writes', 'changing') if getattr(op, key)]
    if op.uploads:
        cells += [f'.upload = {" | ".join(UPLOAD_BITS[media] for media in op.uploads)}']
    cells += [f'.{key} = {" | ".join(f"HEADER_{snake(name).upper()}" for name in names)}'
              for key, names in (('headers', op.headers), ('required_headers', op.required))
              if names]
    return [f'    [OP_{op.c.upper()}] = {{', *wrap(cells, ' ' * 8), '    },']


def emit_routes(tree):
    """The tree in pre-order, so that a node's first child is the line below it."""
    rows = []

    def visit(segment, node):
        row = {'segment': segment, 'node': node, 'child': 0, 'next': 0}
        rows.append(row)
        before = None
        for child_segment, child in node.ordered():
            at = len(rows)
            if before:
                before['next'] = at
            else:
                row['child'] = at
            before = visit(child_segment, child)
        return row

    visit('', tree)
    out = []
    for number, row in enumerate(rows):
        ops, segment = row['node'].ops, row['segment'] or ''
        found = [ops.get('get' if method == 'head' else method) for method in METHODS]
        cells = ', '.join(f'OP_{op.c.upper()}' if op else '-1' for op in found)
        out += [f'    /* {number} */ {{',
                f'        {c_string(segment)}, {len(segment)}, {row["child"]}, {row["next"]},',
                f'        {{ {cells} }},', f'        {int(row["segment"] is None)},', '    },']
    return out


def emit_document(root):
    """The document as pieces of a string; a piece ends at a character, so it reads well."""
    text = json.dumps(root.plain(), ensure_ascii=False, separators=(',', ':'))
    out = [BANNER, '#include "api_spec.h"', '', 'const char openapi_json[] =']
    out += ['    ' + c_string(text[at:at + 90]) for at in range(0, len(text), 90)]
    return '\n'.join(out) + ';\n\nconst size_t openapi_json_len = sizeof openapi_json - 1;\n'


def generate(text):
    """The three files as {name: content}."""
    root = load(text)
    spec = Spec(root)
    return {'api_spec.h': emit_header(spec), 'api_spec.c': emit_source(spec),
            'openapi_json.c': emit_document(root)}


def main(argv):
    if len(argv) != 3:
        print('usage: specgen.py OPENAPI OUTDIR', file=sys.stderr)
        return 2
    source, outdir = Path(argv[1]), Path(argv[2])
    try:
        files = generate(source.read_text(encoding='utf-8', errors='surrogateescape'))
    except SpecError as error:
        print(f'{source.name}:{error.line}: {error}', file=sys.stderr)
        return 1
    for name, content in files.items():
        path = outdir / name
        if not path.exists() or path.read_text(encoding='utf-8') != content:
            path.write_text(content, encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
