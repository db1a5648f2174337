#!/usr/bin/env bash
# Measures everything that docs/benchmarks.md and nano's model card publish, then writes both.
#
#     benchmarks/publish.sh
#
# Needs the files that benchmarks/README.md names, in data/ or a link of that name. Stopped, it goes on where it
# was. About an hour on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
results=benchmarks/results
export PATH="$PWD/.venv/bin:$PATH"

bench() { # FOLDER NAME OPTION...
    echo "== $1"
    memspan bench "$2" --out "$results/$1" "${@:3}" >/dev/null
}

needles=single_1,single_2,single_3,multikey_1,multikey_2,multikey_3,multivalue,multiquery,vt

bench ingest ingest --data data/wiki-passages.jsonl.gz --limit 1500 --repeats 3
bench ingest-all ingest --data data/wiki-passages.jsonl.gz --repeats 2 --title "all passages"
bench ingest-long ingest --data data/peps.jsonl.gz --limit 60 --repeats 2 --title "long documents"
bench ruler ruler --lengths 32K,128K,1M --tasks $needles --haystack data/pg-essays.jsonl.gz \
    --systems memspan,memspan:latent,bm25,full
bench ruler-10m ruler --lengths 10M --tasks single_2 --samples 20 --haystack data/pg-essays.jsonl.gz \
    --systems memspan,memspan:latent --title "10 million tokens"
bench ruler-words ruler --lengths 32K,128K --tasks cwe,fwe --systems memspan,bm25,full --title "word counts"
bench session session --samples 100 \
    --systems memspan,memspan:no-text,memspan:no-text+pooling=4,memspan:hybrid,full,rag@3,bm25,minilm@3
bench recall recall --sizes 1000,10000 --samples 100
bench recall-ablations recall --sizes 1000 --samples 60 --hops 1 --title "pooling and routed layers" \
    --systems memspan:latent,memspan:pooling=32+latent,memspan:pooling=64+latent,memspan:rank=3+latent,memspan:rank=4+latent
bench recall-ids recall --sizes 1000 --hops 1 --samples 100 --title "ids written by the model" \
    --systems memspan,memspan:by-id+k=2,memspan:by-id+k=4,memspan:by-id+k=8,memspan:by-id+k=4+pooling=4
bench recall-pooling recall --sizes 10000 --hops 1 --samples 200 --title "chunks of 64 tokens" \
    --systems memspan:latent,memspan:pooling=64+latent
bench hashhop hashhop --sizes 1000
bench locomo locomo --data data/locomo-dev.json
bench sgd sgd --data data/sgd-dev.jsonl.gz
bench natural natural --data data/qa-dev.jsonl.gz \
    --systems memspan,memspan:latent,memspan:lexical,bm25,minilm,rag@1,gold
bench code code
bench fusion-facts recall --sizes 2000 --hops 1 --samples 200 --title "the share of words in fused" \
    --systems memspan:latent,memspan:weight=0.15,memspan:weight=0.3,memspan:weight=0.4,memspan:weight=0.5,memspan:weight=0.6,memspan:weight=0.7,memspan:weight=0.85,memspan:lexical
bench fusion-natural natural --data data/qa-dev.jsonl.gz --samples 200 --title "the share of words in fused" \
    --systems memspan:latent,memspan:weight=0.15,memspan:weight=0.3,memspan:weight=0.4,memspan:weight=0.5,memspan:weight=0.6,memspan:weight=0.7,memspan:weight=0.85,memspan:lexical
bench routing routing --sizes 1000 --samples 200

python benchmarks/throughput.py --data data
python benchmarks/filters.py
python benchmarks/encoding.py
python benchmarks/neural_core.py
python benchmarks/ablations.py --data data --steps 100
memspan bench report
python benchmarks/card.py
