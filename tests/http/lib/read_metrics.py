#!/usr/bin/env python3
"""Reads metrics from standard input by Prometheus' own library for Python, and writes what it understood as JSON:
{name: {type, help, samples: [{name, labels, value}]}}. Whatever it does not understand ends it with an error."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

families = {}
for family in text_string_to_metric_families(sys.stdin.read()):
    if family.name in families:
        sys.exit(f"{family.name} stands there twice")
    families[family.name] = {
        "type": family.type, "help": family.documentation,
        "samples": [{"name": sample.name, "labels": sample.labels, "value": sample.value} for sample in family.samples]}
json.dump(families, sys.stdout)
