"""Routing on GPUs gives the exact scan's scores, whatever format the keys are in: the kernel, and torch where
there is no kernel.

Where a GPU is at hand, `pytest -m gpu` runs the kernel on it. Elsewhere Triton's interpreter runs it on the
CPU, in a process of its own since Triton looks at the environment when it is imported, and Triton's compiler
shows that it can be built for GPUs that are not there. On Linux Triton comes with torch, except with its
builds for CPUs.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memspan.bank.codes import grouped, quantise
from memspan.bank.rows import KeyRows, quantised_rows, tiling
from memspan.engine.gpu_scan import available, merge_parts, packed, scan_documents, scan_with_torch
from memspan.engine.routing import Documents, QueryVectors, score_documents

INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
HAS_TRITON = importlib.util.find_spec("triton") is not None
DEVICE = torch.device("cpu" if INTERPRETED or not torch.cuda.is_available() else "cuda")
on_device = [] if INTERPRETED else [pytest.mark.gpu]
runs_kernel = [
    *on_device,
    pytest.mark.skipif(not (INTERPRETED or available(DEVICE)), reason="needs a GPU or Triton's interpreter"),
]
needs_triton = pytest.mark.skipif(INTERPRETED or not HAS_TRITON, reason="Triton is not installed")

FORMATS = [torch.float32, torch.float16, torch.bfloat16, 8, 4]
REDUCES = [(query, chunk) for query in ("max", "mean", "last", "maxsim") for chunk in ("max", "mean")]


class Case:
    """Random keys and questions, and what the exact scan makes of them."""

    def __init__(self, counts, tokens, width, form, seed=0, scale=0.1):
        random = torch.Generator().manual_seed(seed)
        keys_CW = torch.randn(sum(counts), width, generator=random)
        self.counts_N = torch.tensor(counts)
        self.offsets_M = torch.cat((torch.zeros(1, dtype=torch.int64), self.counts_N.cumsum(0)))
        self.vectors = [scale * torch.randn(number, width, generator=random) for number in tokens]
        self.weights = [torch.randn(number, generator=random).softmax(0) for number in tokens]
        if isinstance(form, int):
            self.keys = quantised_rows(keys_CW, form)
            self.exact_CW = quantise(grouped(keys_CW), form).decoded().flatten(1)[:, :width]
        else:
            self.keys = KeyRows(keys_CW.to(form))
            self.exact_CW = self.keys.rows.float()

    def expected(self, query_reduce, chunk_reduce):
        scores = score_documents(
            [QueryVectors(*pair) for pair in zip(self.vectors, [None] * 9, self.weights, strict=False)],
            [(self.exact_CW, 0, len(self.counts_N))],
            Documents(self.counts_N, self.offsets_M),
            query_reduce=query_reduce,
            chunk_reduce=chunk_reduce,
        )
        return torch.stack(scores)

    def on(self, device, query_reduce, tile_chunks):
        keys = KeyRows(*(None if part is None else part.to(device) for part in self.keys))
        questions = packed(self.vectors, self.weights, query_reduce, keys)
        return questions, keys, tiling(self.offsets_M, device, tile_chunks)

    def kernel(self, query_reduce, chunk_reduce, tile_chunks=16, query_terms=3):
        from memspan.engine import gpu_kernel

        scan = self.on(DEVICE, query_reduce, tile_chunks)
        return gpu_kernel.scan(*scan, chunk_reduce == "mean", query_terms).cpu()

    def torch_alone(self, query_reduce, chunk_reduce):
        return scan_with_torch(*self.on(torch.device("cpu"), query_reduce, 16), chunk_reduce == "mean")

    def agrees(self, scores_BN, query_reduce, chunk_reduce):
        # Sums of the same products in another order: a few units of float32 of what is added up.
        largest = max(float(vectors.norm(dim=1).max()) for vectors in self.vectors)
        bits = 2e-6 * largest * float(self.exact_CW.norm(dim=1).max())
        expected_BN = self.expected(query_reduce, chunk_reduce)
        torch.testing.assert_close(scores_BN, expected_BN, atol=bits, rtol=0)


cases = st.builds(
    Case,
    counts=st.lists(st.sampled_from([1, 1, 2, 3, 5, 15, 16, 17, 33, 50]), min_size=1, max_size=8),
    tokens=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    width=st.sampled_from([64, 96, 128, 200, 384]),
    form=st.sampled_from(FORMATS),
    seed=st.integers(0, 2**31),
    scale=st.sampled_from([1e-3, 0.1, 30.0]),
)
relaxed = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=100, deadline=None, suppress_health_check=relaxed)
@given(cases, st.sampled_from(REDUCES))
def test_torch_alone_equals_the_exact_scan(case, reduces):
    case.agrees(case.torch_alone(*reduces), *reduces)


class TestKernel:
    pytestmark = runs_kernel

    @settings(max_examples=40, deadline=None, suppress_health_check=relaxed)
    @given(cases, st.sampled_from(REDUCES), st.sampled_from([16, 32, 128]))
    def test_equals_the_exact_scan(self, case, reduces, tile_chunks):
        case.agrees(case.kernel(*reduces, tile_chunks), *reduces)

    @pytest.mark.parametrize("reduces", REDUCES, ids="-".join)
    @pytest.mark.parametrize("form", FORMATS, ids=str)
    def test_every_format_and_reduction(self, form, reduces):
        """Documents within tiles, one that fills a tile, two of several; questions of one and many tokens."""
        case = Case([3, 1, 5, 7, 16, 2, 37, 1, 1, 20, 4], [1, 40, 9], 192, form)
        case.agrees(case.kernel(*reduces), *reduces)

    @pytest.mark.parametrize("form", FORMATS, ids=str)
    def test_a_model_of_four_billion(self, form):
        case = Case([9, 64, 130, 2], [32], 1024, form)
        case.agrees(case.kernel("max", "max", 128), "max", "max")

    @pytest.mark.parametrize("query_reduce", ["max", "maxsim"])
    def test_one_document_of_one_chunk(self, query_reduce):
        case = Case([1], [1], 64, torch.bfloat16)
        case.agrees(case.kernel(query_reduce, "max"), query_reduce, "max")

    @pytest.mark.parametrize("query_reduce", ["max", "mean", "maxsim"])
    def test_a_question_longer_than_a_round(self, query_reduce):
        case = Case([2, 30, 3], [75, 2], 64, torch.bfloat16)
        case.agrees(case.kernel(query_reduce, "mean"), query_reduce, "mean")

    def test_rows_that_are_part_of_a_larger_buffer(self):
        case = Case([4, 4, 9], [6], 64, torch.bfloat16)
        buffer = torch.full((40, 80), torch.nan, dtype=torch.bfloat16)
        buffer[:17, :64] = case.keys.rows
        case.keys = KeyRows(buffer[:17, :64])
        case.agrees(case.kernel("max", "max"), "max", "max")

    def test_fewer_terms_lose_what_they_say(self):
        case = Case([3, 8, 5], [12], 384, torch.bfloat16)
        lengths = case.vectors[0].norm(dim=1).max() * case.exact_CW.norm(dim=1).max()
        expected_BN = case.expected("max", "max")
        lost = [(case.kernel("max", "max", 16, terms) - expected_BN).abs().max() for terms in (1, 2)]
        assert 2.0**-17 * lengths < lost[0] * 2**6  # it does lose something
        assert lost[0] <= 2.0**-9 * lengths
        assert lost[1] <= 2.0**-16 * lengths


@needs_triton
def test_the_interpreter_runs_the_kernel():
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"{__file__}::TestKernel"],
        env={**os.environ, "TRITON_INTERPRET": "1", "CUDA_VISIBLE_DEVICES": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-2000:]
    assert " passed" in process.stdout
    assert "skipped" not in process.stdout


@needs_triton
@pytest.mark.slow
@pytest.mark.parametrize("maxsim", [False, True])
@pytest.mark.parametrize("form", ["fp32", "fp16", "bf16", "i8", "u8"])
@pytest.mark.parametrize("capability", [80, 89, 90, 100, 120])
def test_the_kernel_compiles_without_a_gpu(capability, form, maxsim):
    """One question of 32 tokens, as it is launched; shared memory within what these GPUs give a program."""
    import triton
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    from memspan.engine import gpu_kernel

    bits = {"i8": 8, "u8": 4}.get(form, 0)
    block_w = 128 if bits else 32 if form == "fp32" else 64
    constants = {
        "KEY_WIDTH": 1024,
        "WIDTH": 1024,
        "BITS": bits,
        "TERMS": 1 if form == "fp32" else 3,
        "MAXSIM": maxsim,
        "SUMS": False,
        "BLOCK_C": 128,
        "BLOCK_W": block_w,
        "BLOCK_B": 1,
        "BLOCK_T": 32,
        "WIDEN": False,
    }
    pointers = {
        "rows": form,
        "scales": "fp32",
        "queries": "bf16" if bits else form,
        "lengths": "i32",
        "weights": "fp32",
        "tiles": "i64",
        "documents": "i32",
        "offsets": "i64",
        "scores": "fp32",
        "parts": "fp32",
    }
    signature = {name: f"*{kind}" for name, kind in pointers.items()}
    names = gpu_kernel._scan.arg_names
    source = ASTSource(
        gpu_kernel._scan,
        {name: "constexpr" if name in constants else signature.get(name, "i32") for name in names},
        {(names.index(name),): value for name, value in constants.items()},
        {(names.index(name),): [["tt.divisibility", 16]] for name in (*pointers, "row_stride")},
    )
    options = {"num_warps": gpu_kernel.NUM_WARPS, "num_stages": 2}
    kernel = triton.compile(source, target=GPUTarget("cuda", capability, 32), options=options)
    assert kernel.metadata.shared <= 99 * 2**10
    assert kernel.asm["cubin"]


def test_tiles_cover_every_chunk_once_and_cut_only_long_documents():
    offsets_M = torch.tensor([0, 3, 10, 16, 53, 54, 70, 71])
    tiles = tiling(offsets_M, torch.device("cpu"), 16)
    assert tiles.tiles_X4.tolist() == [
        [0, 16, 3, -1],  # 3 + 7 + 6 chunks: windows of 8 cover 7
        [53, 1, 0, -1],
        [54, 16, 4, -1],
        [70, 1, 0, -1],
        [16, 16, 4, 0],  # the document of 37
        [32, 16, 4, 1],
        [48, 5, 3, 2],
    ]
    assert tiles.long_documents_L.tolist() == [3]
    assert tiles.parts_L.tolist() == [3]
    assert tiles.document_C.tolist() == [0] * 3 + [1] * 7 + [2] * 6 + [3] * 37 + [4] + [5] * 16 + [6]


def test_parts_become_a_document():
    case = Case([2, 40, 1], [2], 64, torch.float32)
    questions, _, tiles = case.on(torch.device("cpu"), "maxsim", 16)
    scores_BN = torch.tensor([[7.0, torch.nan, 8.0]])
    maxima_PBT = torch.tensor([[[1.0, 5.0]], [[3.0, 2.0]], [[2.0, 4.0]]])
    merge_parts(scores_BN, maxima_PBT, questions, tiles, sums=False)
    w = case.weights[0]
    torch.testing.assert_close(
        scores_BN, torch.stack((torch.tensor(7.0), 3 * w[0] + 5 * w[1], torch.tensor(8.0)))[None]
    )


def test_codes_are_those_of_the_bank():
    keys_CW = torch.randn(9, 200, generator=torch.Generator().manual_seed(1))
    keys_CW[3, 128:] = 0
    for bits, bytes_ in ((8, 256), (4, 128)):
        rows = quantised_rows(keys_CW, bits)
        assert rows.bits == bits
        assert rows.rows.shape == (9, bytes_)
        decoded_CW = quantise(grouped(keys_CW), bits).decoded().flatten(1)
        assert torch.equal(rows.numbers(slice(2, 7)), decoded_CW[2:7])
        assert float(rows.scales_CG[3, 1]) == 0


def test_on_a_cpu_torch_answers():
    case = Case([3, 1, 20], [4, 7], 64, torch.bfloat16)
    assert not available(torch.device("cpu"))
    scores_BN = scan_documents(
        case.vectors,
        case.keys,
        tiling(case.offsets_M, torch.device("cpu")),
        query_reduce="maxsim",
        chunk_reduce="max",
        token_weights=case.weights,
    )
    case.agrees(scores_BN, "maxsim", "max")


def test_an_empty_memory_has_no_scores():
    keys = KeyRows(torch.zeros(0, 64))
    empty = tiling(torch.zeros(1, dtype=torch.int64), torch.device("cpu"))
    scores_BN = scan_documents([torch.ones(2, 64)], keys, empty, query_reduce="max", chunk_reduce="max")
    assert scores_BN.shape == (1, 0)
