#!/usr/bin/env python3
"""Writes randomization_vectors.txt: known answers for randomization lists.

It follows the numbered steps of medchain_support::randomization with nothing but
Python's hashlib, so that the crate's tests compare two implementations:

    python3 randomization_vectors.py > randomization_vectors.txt
"""

from hashlib import blake2b
from itertools import count

UNITS = 24


def digest(*parts):
    return blake2b(b"".join(parts), digest_size=32).digest()


def le(number, size):
    return number.to_bytes(size, "little")


def list_key(seed, beacon, trial, stratum, index):
    return digest(b"medchain/list", seed, beacon, le(trial, 4), le(stratum, 2), le(index, 4))


def numbers(key):
    for counter in count():
        block = digest(b"medchain/draw", key, le(counter, 4))
        for at in range(0, 32, 4):
            yield int.from_bytes(block[at:at + 4], "little")


def below(source, bound):
    limit = 2**32 // bound * bound
    return next(number for number in source if number < limit) % bound


def allocations(ratio, multipliers, key):
    source, arms, left = numbers(key), [], UNITS
    while left > 0:
        size = min(multipliers[below(source, len(multipliers))], left)
        block = [arm for arm, share in enumerate(ratio) for _ in range(share * size)]
        for last in range(len(block) - 1, 0, -1):
            other = below(source, last + 1)
            block[last], block[other] = block[other], block[last]
        arms += block
        left -= size
    return arms


def salt(key, slot):
    return digest(b"medchain/salt", key, le(slot, 4))


def root(items):
    row = [digest(item) for item in items]
    while len(row) > 1:
        pairs = [row[at:at + 2] for at in range(0, len(row), 2)]
        row = [digest(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return row[0]


CASES = [
    # ratio, multipliers, seed, beacon, trial, stratum, list
    ([1, 1], [2, 3], b"\x01" * 32, b"\x02" * 32, 7, 1, 0),
    ([1, 1], [2, 3], b"\x01" * 32, b"\x02" * 32, 7, 1, 1),
    ([1, 1], [3, 2], b"\x01" * 32, b"\x02" * 32, 7, 1, 0),
    ([2, 1], [1, 2, 4], bytes(range(32)), bytes(range(32, 64)), 0, 0, 0),
    ([1], [1], b"\x00" * 32, b"\x00" * 32, 0, 0, 0),
    ([8, 8], [4], b"\xff" * 32, b"\xff" * 32, 2**32 - 1, 2**16 - 1, 2**32 - 1),
    ([3, 1, 2, 1], [1, 2, 3, 4], digest(b"seed"), digest(b"beacon"), 123456, 63, 9),
    ([1] * 8, [3, 1], digest(b"seed"), digest(b"beacon"), 1, 2, 3),
    ([7, 5, 3, 1], [4, 3], digest(b"seed"), digest(b"beacon"), 1, 2, 4),
]

print("# ratio multipliers seed beacon trial stratum list: commitment, key, first salt,")
print("# last salt, root, arms. Written by randomization_vectors.py.")
for ratio, multipliers, seed, beacon, trial, stratum, index in CASES:
    key = list_key(seed, beacon, trial, stratum, index)
    arms = allocations(ratio, multipliers, key)
    salts = [salt(key, slot) for slot in range(len(arms))]
    fields = [
        ",".join(map(str, ratio)), ",".join(map(str, multipliers)), seed.hex(), beacon.hex(),
        trial, stratum, index, digest(b"medchain/seed", le(trial, 4), seed).hex(), key.hex(),
        salts[0].hex(), salts[-1].hex(),
        root(bytes([arm]) + each for arm, each in zip(arms, salts)).hex(),
        "".join(map(str, arms)),
    ]
    print(*fields)
