/* Scores of documents from the codes of their routing keys, each byte of them read once.

   Knows the panels of bank/codes.py and AVX-512 VNNI. A vector of 64 bytes holds four numbers of each of sixteen
   keys; one instruction multiplies them with four numbers of a query token and adds them up for each key. Three
   panels meet eight tokens at a time: 24 sums stay in registers, so that a loaded vector is used eight times
   and a token's numbers three times. Sums of integers are exact; a group's become a float with the scales of key
   and token. Products of a panel are turned around, tokens side by side, and each document takes the largest of
   its chunks. Nothing larger than three panels times the tokens is ever written.

   Measured on two cores of a Zen 5 server, where torch.mm on bfloat16 keys reads about 8 GB/s a core since it
   packs the keys anew for every product: see benchmarks/scale.py. */

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 16, QUADS = 32, TOKENS = 8, PANELS = 3, MOST = 16, FEW = 4, THREADS = 256 };
enum { FEW_CHUNKS = 8, RUN = 8 }; /* a share of at most so many chunks has few; such shares that a thread takes together */
enum { MAXSIM = 0, MAX_MAX = 1, MAX_MEAN = 2 }; /* how tokens and chunks are reduced */

/* A question's tokens, filled up with zeros to a multiple of 16. */
struct question {
  const int32_t *codes;  /* [tokens / 8, groups, 32, 8]: four signed bytes each */
  const float *scales;   /* [tokens / 8, groups, 8] */
  const int32_t *shifts; /* [tokens / 8, groups, 8]: what the keys' codes without sign add up to too much, negative */
  const float *weights;  /* [tokens], for MAXSIM */
  int64_t tokens;        /* without the filling */
};

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define INLINE static inline __attribute__((always_inline)) VNNI

int memspan_scan_supported(void) {
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

/* sums += keys * query, as _mm512_dpbusd_epi32 has it. With the intrinsic gcc 12 copies and stores every sum in
   every step, and the scan takes three times as long. */
#define DOT(sums, keys, query) __asm__("vpdpbusd %2, %1, %0" : "+v"(sums) : "v"(keys), "v"(query))
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)
#define BEGIN(t) __m512i a##t = _mm512_set1_epi32(shifts[t]), b##t = a##t, c##t = a##t;
#define STEP(t)                                    \
  {                                                \
    const __m512i q = _mm512_set1_epi32(query[t]); \
    DOT(a##t, k0, q);                              \
    if (panels > 1) DOT(b##t, k1, q);              \
    if (panels > 2) DOT(c##t, k2, q);              \
  }
#define ADD(t, p, from)                                                                                  \
  {                                                                                                      \
    const __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(key_scales[p]), _mm512_set1_ps(query_scales[t])); \
    float *sum = sums + (t * PANELS + p) * LANES;                                                        \
    const __m512 before = first ? _mm512_setzero_ps() : _mm512_loadu_ps(sum);                            \
    _mm512_storeu_ps(sum, _mm512_fmadd_ps(_mm512_cvtepi32_ps(from), scale, before));                     \
  }
#define END(t)                       \
  ADD(t, 0, a##t)                    \
  if (panels > 1) ADD(t, 1, b##t)    \
  if (panels > 2) ADD(t, 2, c##t)

/* Products of one group of up to three panels with eight tokens, set as or added to sums [8, 3, 16]. `ahead` is
   what will be read next: panels are too short for the processor to see it coming. */
INLINE void multiply(const uint8_t *const keys[PANELS], const uint8_t *const ahead[PANELS], int fetch,
                     const float *const key_scales[PANELS], int bits, int panels, const int32_t *query,
                     const float *query_scales, const int32_t *shifts, int first, float *sums) {
  EACH(BEGIN)
  const __m512i low = _mm512_set1_epi8(15);
  const int quads = bits == 8 ? QUADS : QUADS / 2;
  for (int half = 0; half < 8 / bits; half++)
    for (int j = 0; j < quads; j++, query += TOKENS) {
      __m512i k0 = _mm512_loadu_si512(keys[0] + j * 64);
      __m512i k1 = panels > 1 ? _mm512_loadu_si512(keys[1] + j * 64) : k0;
      __m512i k2 = panels > 2 ? _mm512_loadu_si512(keys[2] + j * 64) : k0;
      if (fetch && !half)
        for (int p = 0; p < panels; p++) _mm_prefetch((const char *)(ahead[p] + j * 64), _MM_HINT_T0);
      if (bits == 4) {
        if (half) k0 = _mm512_srli_epi16(k0, 4), k1 = _mm512_srli_epi16(k1, 4), k2 = _mm512_srli_epi16(k2, 4);
        k0 = _mm512_and_si512(k0, low), k1 = _mm512_and_si512(k1, low), k2 = _mm512_and_si512(k2, low);
      }
      EACH(STEP)
    }
  EACH(END)
}

/* 16 rows of 16 floats -> 16 columns. */
INLINE void transpose(const float *from, int64_t from_stride, float *to, int64_t to_stride) {
  __m512 r[16], s[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; i++) r[i] = _mm512_loadu_ps(from + i * from_stride);
#pragma GCC unroll 8
  for (int i = 0; i < 8; i++) {
    s[2 * i] = _mm512_unpacklo_ps(r[2 * i], r[2 * i + 1]);
    s[2 * i + 1] = _mm512_unpackhi_ps(r[2 * i], r[2 * i + 1]);
  }
#define PAIR(op, x, y) _mm512_castpd_ps(_mm512_unpack##op##_pd(_mm512_castps_pd(x), _mm512_castps_pd(y)))
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    r[4 * i] = PAIR(lo, s[4 * i], s[4 * i + 2]);
    r[4 * i + 1] = PAIR(hi, s[4 * i], s[4 * i + 2]);
    r[4 * i + 2] = PAIR(lo, s[4 * i + 1], s[4 * i + 3]);
    r[4 * i + 3] = PAIR(hi, s[4 * i + 1], s[4 * i + 3]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    s[i] = _mm512_shuffle_f32x4(r[i], r[4 + i], 0x88);
    s[4 + i] = _mm512_shuffle_f32x4(r[i], r[4 + i], 0xdd);
    s[8 + i] = _mm512_shuffle_f32x4(r[8 + i], r[12 + i], 0x88);
    s[12 + i] = _mm512_shuffle_f32x4(r[8 + i], r[12 + i], 0xdd);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    _mm512_storeu_ps(to + i * to_stride, _mm512_shuffle_f32x4(s[i], s[8 + i], 0x88));
    _mm512_storeu_ps(to + (4 + i) * to_stride, _mm512_shuffle_f32x4(s[4 + i], s[12 + i], 0x88));
    _mm512_storeu_ps(to + (8 + i) * to_stride, _mm512_shuffle_f32x4(s[i], s[8 + i], 0xdd));
    _mm512_storeu_ps(to + (12 + i) * to_stride, _mm512_shuffle_f32x4(s[4 + i], s[12 + i], 0xdd));
  }
}

/* The largest of a row's tokens, without the filling. */
INLINE float largest(const float *row, int64_t tokens) {
  __m512 top = _mm512_set1_ps(-__builtin_inff());
  for (int64_t t = 0; t < tokens; t += 16) {
    const __mmask16 mask = tokens - t >= 16 ? 0xffff : (__mmask16)((1u << (tokens - t)) - 1);
    top = _mm512_mask_max_ps(top, mask, top, _mm512_loadu_ps(row + t));
  }
  return _mm512_reduce_max_ps(top);
}

/* Where a walk over the chunks stands. */
struct walk {
  int64_t document, end;
  int64_t left; /* chunks that the present document waits for */
  float sum;    /* MAX_MEAN: of those it has met */
  float *best;  /* else each token's largest product among them */
};

/* Hand `count` chunks, rows of products [count, width], to the documents they belong to. */
VNNI static void take(struct walk *walk, const float *rows, int64_t width, int64_t count,
                      const struct question *question, int mode, const int64_t *offsets, float *scores) {
  for (int64_t n = 0; n < count && walk->document < walk->end; n++) {
    const float *row = rows + n * width;
    const int64_t length = offsets[walk->document + 1] - offsets[walk->document];
    if (mode == MAX_MEAN) {
      walk->sum += largest(row, question->tokens);
    } else if (walk->left == length) {
      for (int64_t t = 0; t < width; t += 16) _mm512_storeu_ps(walk->best + t, _mm512_loadu_ps(row + t));
    } else {
      for (int64_t t = 0; t < width; t += 16)
        _mm512_storeu_ps(walk->best + t, _mm512_max_ps(_mm512_loadu_ps(walk->best + t), _mm512_loadu_ps(row + t)));
    }
    if (--walk->left) continue;
    float score;
    if (mode == MAX_MEAN) {
      score = walk->sum / (float)length;
      walk->sum = 0;
    } else if (mode == MAX_MAX) {
      score = largest(walk->best, question->tokens);
    } else {
      __m512 sum = _mm512_setzero_ps();
      for (int64_t t = 0; t < width; t += 16)
        sum = _mm512_fmadd_ps(_mm512_loadu_ps(walk->best + t), _mm512_loadu_ps(question->weights + t), sum);
      score = _mm512_reduce_add_ps(sum);
    }
    scores[walk->document++] = score;
    if (walk->document < walk->end) walk->left = offsets[walk->document + 1] - offsets[walk->document];
  }
}

INLINE void multiply_panels(const uint8_t *codes, const float *key_scales, int bits, int panels, int64_t groups,
                            int64_t panel, const struct question *question, float *sums) {
  const int64_t group_bytes = QUADS * LANES * 4 * bits / 8;
  for (int64_t group = 0; group < groups; group++) {
    const uint8_t *keys[PANELS], *ahead[PANELS];
    const float *scales[PANELS];
    for (int p = 0; p < panels; p++) {
      const int64_t place = (panel + p) * groups + group;
      keys[p] = codes + place * group_bytes;
      scales[p] = key_scales + place * LANES;
      ahead[p] = keys[p] + (group + 1 < groups ? 1 : (PANELS - 1) * groups + 1) * group_bytes;
    }
    for (int64_t t = 0; t < question->tokens; t += TOKENS) {
      const int64_t place = t * groups + group * TOKENS;
      const int32_t *query = question->codes + place * QUADS;
      float *to = sums + t * PANELS * LANES;
      if (t)
        multiply(keys, ahead, 0, scales, bits, panels, query, question->scales + place, question->shifts + place,
                 !group, to);
      else
        multiply(keys, ahead, 1, scales, bits, panels, query, question->scales + place, question->shifts + place,
                 !group, to);
    }
  }
}

VNNI static void scan_question(const uint8_t *codes, const float *key_scales, int bits, int64_t groups,
                               const struct question *question, int mode, const int64_t *offsets, int64_t base,
                               int64_t first, int64_t end, float *buffer, float *scores) {
  const int64_t width = (question->tokens + MOST - 1) / MOST * MOST;
  float *sums = buffer, *rows = sums + width * PANELS * LANES;
  struct walk walk = {first, end, offsets[first + 1] - offsets[first], 0, rows + width * PANELS * LANES};
  const int64_t first_chunk = offsets[first] - base, last = (offsets[end] - base + LANES - 1) / LANES;
  int64_t skip = first_chunk % LANES;
  for (int64_t panel = first_chunk / LANES; panel < last; panel += PANELS, skip = 0) {
    const int panels = last - panel < PANELS ? (int)(last - panel) : PANELS;
#define WITH(b, p) \
  if (bits == b && panels == p) multiply_panels(codes, key_scales, b, p, groups, panel, question, sums);
    WITH(8, 3) WITH(8, 2) WITH(8, 1) WITH(4, 3) WITH(4, 2) WITH(4, 1)
    for (int64_t t = 0; t < width; t += 16)
      for (int p = 0; p < panels; p++)
        transpose(sums + (t * PANELS + p) * LANES, PANELS * LANES, rows + p * LANES * width + t, width);
    take(&walk, rows + skip * width, width, panels * LANES - skip, question, mode, offsets, scores);
  }
}

/* A question turned around for runs of few chunks: sixteen tokens side by side. */
struct turned {
  int32_t *codes;  /* [tokens / 16, groups, 32, 16] */
  int32_t *shifts; /* [tokens / 16, groups, 16] */
  float *scales;   /* [tokens / 16, groups, 16] */
};

static void turn(const struct question *question, int64_t groups, struct turned *turned) {
  for (int64_t t = 0; t < (question->tokens + MOST - 1) / MOST * MOST; t++)
    for (int64_t group = 0; group < groups; group++) {
      const int64_t from = (t / TOKENS * groups + group) * TOKENS + t % TOKENS;
      const int64_t to = (t / MOST * groups + group) * MOST + t % MOST;
      turned->shifts[to] = question->shifts[from];
      turned->scales[to] = question->scales[from];
      for (int64_t j = 0; j < QUADS; j++)
        turned->codes[((t / MOST * groups + group) * QUADS + j) * MOST + t % MOST] =
            question->codes[((t / TOKENS * groups + group) * QUADS + j) * TOKENS + t % TOKENS];
    }
}

/* Products of sixteen tokens, side by side, with chunks `first` to first + count - 1, at most four: each four
   numbers of a chunk meet all tokens at once, so that no work is done for its neighbours in the panel. The sums
   are those of multiply, bit for bit. */
INLINE void multiply_few(const uint8_t *codes, const float *key_scales, int bits, int count, int64_t groups,
                         int64_t first, const int32_t *query, const int32_t *shifts, const float *scales,
                         __m512 products[FEW]) {
  const int64_t group_bytes = QUADS * LANES * 4 * bits / 8;
  const int quads = bits == 8 ? QUADS : QUADS / 2;
  const __m512i low = _mm512_set1_epi8(15);
  for (int64_t group = 0; group < groups; group++) {
    const uint8_t *keys[FEW];
    __m512i even[FEW], odd[FEW];
#pragma GCC unroll 4
    for (int c = 0; c < count; c++) {
      const int64_t place = (first + c) / LANES * groups + group;
      keys[c] = codes + place * group_bytes + (first + c) % LANES * 4;
      even[c] = _mm512_loadu_si512(shifts + group * MOST), odd[c] = _mm512_setzero_si512();
    }
    const int32_t *four = query + group * QUADS * MOST;
#pragma GCC unroll 4
    for (int j = 0; j < quads; j += 2) {
#pragma GCC unroll 2
      for (int half = 0; half < 8 / bits; half++) {
        const __m512i q = _mm512_loadu_si512(four + (j + half * quads) * MOST);
        const __m512i r = _mm512_loadu_si512(four + (j + 1 + half * quads) * MOST);
#pragma GCC unroll 4
        for (int c = 0; c < count; c++) {
          int32_t one, two;
          memcpy(&one, keys[c] + j * 64, 4);
          memcpy(&two, keys[c] + (j + 1) * 64, 4);
          __m512i k = _mm512_set1_epi32(one), l = _mm512_set1_epi32(two);
          if (bits == 4) {
            if (half) k = _mm512_srli_epi16(k, 4), l = _mm512_srli_epi16(l, 4);
            k = _mm512_and_si512(k, low), l = _mm512_and_si512(l, low);
          }
          DOT(even[c], k, q);
          DOT(odd[c], l, r);
        }
      }
    }
#pragma GCC unroll 4
    for (int c = 0; c < count; c++) {
      const int64_t place = ((first + c) / LANES * groups + group) * LANES + (first + c) % LANES;
      const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(key_scales[place]), _mm512_loadu_ps(scales + group * MOST));
      const __m512 sum = _mm512_cvtepi32_ps(_mm512_add_epi32(even[c], odd[c]));
      products[c] = _mm512_fmadd_ps(sum, scale, group ? products[c] : _mm512_setzero_ps());
    }
  }
}

/* The products of a run of few chunks, as rows that `take` takes. */
VNNI static void scan_few(const uint8_t *codes, const float *key_scales, int bits, int64_t groups,
                          const struct question *question, const struct turned *turned, int mode,
                          const int64_t *offsets, int64_t base, int64_t first, int64_t end, float *buffer,
                          float *scores) {
  const int64_t width = (question->tokens + MOST - 1) / MOST * MOST;
  float *rows = buffer + width * PANELS * LANES;
  struct walk walk = {first, end, offsets[first + 1] - offsets[first], 0, rows + width * PANELS * LANES};
  const int64_t last = offsets[end] - base;
  for (int64_t chunk = offsets[first] - base; chunk < last; chunk += FEW) {
    const int count = last - chunk < FEW ? (int)(last - chunk) : FEW;
    for (int64_t t = 0; t < width; t += MOST) {
      __m512 products[FEW];
      const int32_t *query = turned->codes + t * groups * QUADS;
#define FEW_WITH(b, n)          \
  if (bits == b && count == n)  \
    multiply_few(codes, key_scales, b, n, groups, chunk, query, turned->shifts + t * groups, \
                 turned->scales + t * groups, products);
      FEW_WITH(8, 4) FEW_WITH(8, 3) FEW_WITH(8, 2) FEW_WITH(8, 1)
      FEW_WITH(4, 4) FEW_WITH(4, 3) FEW_WITH(4, 2) FEW_WITH(4, 1)
      for (int c = 0; c < count; c++) _mm512_storeu_ps(rows + c * width + t, products[c]);
    }
    take(&walk, rows, width, count, question, mode, offsets, scores);
  }
}

/* Documents first to end - 1, whose block begins with chunk number `base` of those that `offsets` counts. */
struct share {
  const uint8_t *codes;
  const float *scales;
  int64_t base, first, end;
};

struct job {
  const struct share *shares;
  int64_t num_shares, run, next;
  const struct question *questions;
  int64_t num_questions, groups;
  const int64_t *offsets;
  float *scores;
  int64_t scores_stride, piece;
  int bits, mode, failed;
};

/* Have the panels of a share that comes soon brought near. */
INLINE void bring(const struct job *job, const struct share *share) {
  const int64_t panel_bytes = job->groups * QUADS * LANES * 4 * job->bits / 8;
  const int64_t chunk = job->offsets[share->first] - share->base;
  const int64_t last = job->offsets[share->end] - share->base;
  const char *end = (const char *)share->codes + (last - 1) / LANES * panel_bytes + panel_bytes;
  for (const char *line = (const char *)share->codes + chunk / LANES * panel_bytes; line < end; line += 64)
    _mm_prefetch(line, _MM_HINT_T1);
}

/* Takes shares until none is left; any number of threads do so side by side. */
VNNI static void take_shares(void *data) {
  struct job *job = data;
  int64_t width = MOST, all = 0;
  for (int64_t n = 0; n < job->num_questions; n++) {
    const int64_t one = (job->questions[n].tokens + MOST - 1) / MOST * MOST;
    width = one > width ? one : width;
    all += one;
  }
  const int64_t turned_words = all * job->groups * (QUADS + 2);
  float *buffer = calloc((size_t)(width * (2 * PANELS * LANES + 1) + turned_words), sizeof(float));
  struct turned *turned = calloc((size_t)job->num_questions, sizeof(struct turned));
  if (!buffer || !turned) {
    __atomic_store_n(&job->failed, 1, __ATOMIC_RELAXED);
    free(buffer), free(turned);
    return;
  }
  float *free_words = buffer + width * (2 * PANELS * LANES + 1);
  for (;;) {
    const int64_t begin = __atomic_fetch_add(&job->next, job->run, __ATOMIC_RELAXED);
    const int64_t behind = begin + job->run < job->num_shares ? begin + job->run : job->num_shares;
    if (begin >= behind) break;
    for (int64_t number = begin; number < behind; number++) {
      const struct share *share = job->shares + number;
      const int few = job->offsets[share->end] - job->offsets[share->first] <= FEW_CHUNKS;
      if (few && number + 1 < behind) bring(job, share + 1);
      for (int64_t first = share->first; first < share->end;) {
        int64_t stop = first + 1;
        while (stop < share->end && job->offsets[stop + 1] - job->offsets[first] <= job->piece) stop++;
        for (int64_t n = 0; n < job->num_questions; n++) {
          const struct question *question = job->questions + n;
          float *scores = job->scores + n * job->scores_stride;
          if (!few) {
            scan_question(share->codes, share->scales, job->bits, job->groups, question, job->mode, job->offsets,
                          share->base, first, stop, buffer, scores);
            continue;
          }
          if (!turned[n].codes) {
            const int64_t tokens = (question->tokens + MOST - 1) / MOST * MOST;
            turned[n].scales = free_words, free_words += tokens * job->groups;
            turned[n].shifts = (int32_t *)free_words, free_words += tokens * job->groups;
            turned[n].codes = (int32_t *)free_words, free_words += tokens * job->groups * QUADS;
            turn(question, job->groups, turned + n);
          }
          scan_few(share->codes, share->scales, job->bits, job->groups, question, turned + n, job->mode,
                   job->offsets, share->base, first, stop, buffer, scores);
        }
        first = stop;
      }
    }
  }
  free(buffer), free(turned);
}

/* Of the OpenMP that torch has loaded, if it is GNU's. Its threads wait for more work by spinning, for some
   milliseconds after each of torch's products; threads of our own would share their cores with them. */
extern void GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags) __attribute__((weak));

struct work {
  void (*does)(void *);
  void *data;
};

static void *start(void *data) {
  struct work *work = data;
  work->does(work->data);
  return NULL;
}

static void on_threads(void (*does)(void *), void *data, int threads) {
  if (threads > THREADS) threads = THREADS;
  if (threads > 1 && GOMP_parallel) {
    GOMP_parallel(does, data, (unsigned)threads, 0);
    return;
  }
  struct work work = {does, data};
  pthread_t others[THREADS];
  int started = 0;
  while (started < threads - 1 && !pthread_create(&others[started], NULL, start, &work)) started++;
  does(data);
  while (started) pthread_join(others[--started], NULL);
}

/* The scores of the documents of all shares for each question: scores [questions, scores_stride], by document
   number. piece: chunks that all questions meet before the next are read. Returns 0, or 1 where there is no
   memory. */
int memspan_scan(const struct share *shares, int64_t num_shares, int bits, int64_t groups,
                 const struct question *questions, int64_t num_questions, int mode, const int64_t *offsets,
                 int64_t piece, float *scores, int64_t scores_stride, int threads) {
  struct job job = {.shares = shares, .num_shares = num_shares, .run = 1, .questions = questions,
                    .num_questions = num_questions, .groups = groups, .offsets = offsets, .scores = scores,
                    .scores_stride = scores_stride, .piece = piece, .bits = bits, .mode = mode};
  if (offsets[shares->end] - offsets[shares->first] <= FEW_CHUNKS && num_shares > 2 * RUN * threads) job.run = RUN;
  const int64_t runs = (num_shares + job.run - 1) / job.run;
  on_threads(take_shares, &job, threads < runs ? threads : (int)runs);
  return job.failed;
}

/* ---------------------------------------------------------------------------------------------- summaries

   Rows of 2 bits a number (bank/summaries.py), four numbers to a byte, one product each: so few bytes that
   there is no room for anything but the products. A byte's four numbers are multiplied with four quads of the
   query in turn, and two panels keep eight sums in registers. */

enum { PARTS = 4, ROW_QUADS = QUADS / PARTS };

/* Rows that lie together; each token's product with what was taken off them all. */
struct rows {
  const uint8_t *codes;   /* [panels, groups, 8, 16, 4] */
  const uint16_t *scales; /* [panels, groups, 16], float16 */
  const float *centre;    /* [tokens] */
  float *scores;
  int64_t count, skip; /* lanes of the first panel that are another's */
};

struct row_job {
  const struct rows *rows;
  int64_t num_rows, next, groups, tokens;
  const int32_t *query; /* [tokens, groups, 32]: four signed bytes each */
  const float *scales;  /* [tokens, groups] */
  const float *shifts;  /* [tokens, groups]: -3 times the sum of the codes */
};

INLINE __m512 row_scales(const uint16_t *scales) {
  return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)scales));
}

/* Products of one token with two panels. */
INLINE void row_products(const uint8_t *codes, const uint16_t *key_scales, int64_t groups, int64_t other,
                         const int32_t *query, const float *query_scales, const float *shifts, float centre,
                         __m512 products[2]) {
  const __m512i low = _mm512_set1_epi8(3);
  __m512 x = _mm512_set1_ps(centre), y = x;
  for (int64_t group = 0; group < groups; group++, query += QUADS) {
    __m512i a0 = _mm512_setzero_si512(), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    const uint8_t *keys = codes + group * ROW_QUADS * 64;
#pragma GCC unroll 8
    for (int j = 0; j < ROW_QUADS; j++) {
      const __m512i a = _mm512_loadu_si512(keys + j * 64), b = _mm512_loadu_si512(keys + other * ROW_QUADS * 64 + j * 64);
      const __m512i q0 = _mm512_set1_epi32(query[j]), q1 = _mm512_set1_epi32(query[j + ROW_QUADS]);
      const __m512i q2 = _mm512_set1_epi32(query[j + 2 * ROW_QUADS]), q3 = _mm512_set1_epi32(query[j + 3 * ROW_QUADS]);
      const __m512i k0 = _mm512_and_si512(a, low), k1 = _mm512_and_si512(_mm512_srli_epi16(a, 2), low);
      const __m512i k2 = _mm512_and_si512(_mm512_srli_epi16(a, 4), low);
      const __m512i k3 = _mm512_and_si512(_mm512_srli_epi16(a, 6), low);
      const __m512i l0 = _mm512_and_si512(b, low), l1 = _mm512_and_si512(_mm512_srli_epi16(b, 2), low);
      const __m512i l2 = _mm512_and_si512(_mm512_srli_epi16(b, 4), low);
      const __m512i l3 = _mm512_and_si512(_mm512_srli_epi16(b, 6), low);
      DOT(a0, k0, q0);
      DOT(a1, k1, q1);
      DOT(a2, k2, q2);
      DOT(a3, k3, q3);
      DOT(b0, l0, q0);
      DOT(b1, l1, q1);
      DOT(b2, l2, q2);
      DOT(b3, l3, q3);
    }
    const __m512i one = _mm512_add_epi32(_mm512_add_epi32(a0, a1), _mm512_add_epi32(a2, a3));
    const __m512i two = _mm512_add_epi32(_mm512_add_epi32(b0, b1), _mm512_add_epi32(b2, b3));
    const __m512 scale = _mm512_set1_ps(query_scales[group]), shift = _mm512_set1_ps(shifts[group]);
    const __m512 twice = _mm512_set1_ps(2);
    const __m512 one_scale = _mm512_mul_ps(scale, row_scales(key_scales + group * LANES));
    const __m512 two_scale = _mm512_mul_ps(scale, row_scales(key_scales + (group + other) * LANES));
    x = _mm512_fmadd_ps(_mm512_fmadd_ps(_mm512_cvtepi32_ps(one), twice, shift), one_scale, x);
    y = _mm512_fmadd_ps(_mm512_fmadd_ps(_mm512_cvtepi32_ps(two), twice, shift), two_scale, y);
  }
  products[0] = x, products[1] = y;
}

VNNI static void take_rows(void *data) {
  struct row_job *job = data;
  const int64_t groups = job->groups;
  for (;;) {
    const int64_t number = __atomic_fetch_add(&job->next, 1, __ATOMIC_RELAXED);
    if (number >= job->num_rows) break;
    const struct rows *rows = job->rows + number;
    const int64_t count = rows->skip + rows->count;
    for (int64_t row = 0; row < count; row += 2 * LANES) {
      const uint8_t *codes = rows->codes + row / LANES * groups * ROW_QUADS * 64;
      const uint16_t *scales = rows->scales + row * groups;
      const int64_t left = count - row, other = left > LANES ? groups : 0;
      /* Far enough ahead that it has come when it is needed. */
      for (int64_t line = 0; line < 2 * groups * ROW_QUADS; line++)
        _mm_prefetch((const char *)(codes + (4 * groups * ROW_QUADS + line) * 64), _MM_HINT_T0);
      __m512 best[2] = {_mm512_set1_ps(-__builtin_inff()), _mm512_set1_ps(-__builtin_inff())};
      for (int64_t token = 0; token < job->tokens; token++) {
        __m512 products[2];
        row_products(codes, scales, groups, other, job->query + token * groups * QUADS, job->scales + token * groups,
                     job->shifts + token * groups, rows->centre[token], products);
        best[0] = _mm512_max_ps(best[0], products[0]);
        best[1] = _mm512_max_ps(best[1], products[1]);
      }
      for (int64_t part = 0; part < 2 && left > part * LANES; part++) {
        const int64_t here = left - part * LANES;
        __mmask16 mask = here >= LANES ? 0xffff : (__mmask16)((1u << here) - 1);
        if (!row && !part) mask &= (__mmask16)(0xffff << rows->skip);
        _mm512_mask_storeu_ps(rows->scores + row - rows->skip + part * LANES, mask, best[part]);
      }
    }
  }
}

/* The largest product of each row with any token, plus what the centre adds, into the scores of each run of
   rows. */
void memspan_scan_rows(const struct rows *rows, int64_t num_rows, int64_t groups, int64_t tokens,
                       const int32_t *query, const float *scales, const float *shifts, int threads) {
  struct row_job job = {.rows = rows, .num_rows = num_rows, .groups = groups, .tokens = tokens,
                        .query = query, .scales = scales, .shifts = shifts};
  on_threads(take_rows, &job, threads < num_rows ? threads : (int)num_rows);
}

#else

int memspan_scan_supported(void) { return 0; }

#endif
