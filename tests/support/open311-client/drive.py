"""Runs one call of the outside client `three` and prints what it understood, as JSON.

Usage: drive.py ENDPOINT FORMAT METHOD JSON-ARGUMENTS. The client was written for Python 2; the parts marked
"Python 3" are the only ones that stand in for what it misses, and touch neither what it sends nor what it reads.
"""

import itertools
import json
import sys
import xml.etree.ElementTree as etree

itertools.ifilter = filter  # Python 3

import relaxml.converter  # noqa: E402
import three.core  # noqa: E402


class Element(etree.Element):
    """Python 3.9: the children by their old name."""

    def getchildren(self):
        return list(self)


class Parser:
    """Python 3.9: builds those elements."""

    @staticmethod
    def fromstring(text):
        builder = etree.TreeBuilder(element_factory=Element)
        return etree.fromstring(text, etree.XMLParser(target=builder))


relaxml.converter.etree = Parser  # Python 3.9


class Record(dict):
    """Python 3: keys() can be indexed, as it could be."""

    def keys(self):
        return list(super().keys())


read_xml = three.core.xml
three.core.xml = lambda text: Record(read_xml(text))  # Python 3

endpoint, form, method, given = sys.argv[1:]
arguments = json.loads(given)
client = three.Three(endpoint, format=form)
answer = getattr(client, method)(*arguments.get('positional', []), **arguments.get('named', {}))
json.dump(answer, sys.stdout)
