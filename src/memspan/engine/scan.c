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

enum { LANES = 16, QUADS = 32, TOKENS = 8, PANELS = 3, MOST = 16, THREADS = 256 };
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
    DOT(b##t, k1, q);                              \
    DOT(c##t, k2, q);                              \
  }
#define ADD(t, p, from)                                                                                  \
  {                                                                                                      \
    const __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(key_scales[p]), _mm512_set1_ps(query_scales[t])); \
    float *sum = sums + (t * PANELS + p) * LANES;                                                        \
    const __m512 before = first ? _mm512_setzero_ps() : _mm512_loadu_ps(sum);                            \
    _mm512_storeu_ps(sum, _mm512_fmadd_ps(_mm512_cvtepi32_ps(from), scale, before));                     \
  }
#define END(t) ADD(t, 0, a##t) ADD(t, 1, b##t) ADD(t, 2, c##t)

/* Products of one group of three panels with eight tokens, set as or added to sums [8, 3, 16]. `ahead` is what
   will be read next: panels are too short for the processor to see it coming. */
INLINE void multiply(const uint8_t *const keys[PANELS], const uint8_t *const ahead[PANELS], int fetch,
                     const float *const key_scales[PANELS], int bits, const int32_t *query, const float *query_scales,
                     const int32_t *shifts, int first, float *sums) {
  EACH(BEGIN)
  const __m512i low = _mm512_set1_epi8(15);
  const int quads = bits == 8 ? QUADS : QUADS / 2;
  for (int half = 0; half < 8 / bits; half++)
    for (int j = 0; j < quads; j++, query += TOKENS) {
      __m512i k0 = _mm512_loadu_si512(keys[0] + j * 64);
      __m512i k1 = _mm512_loadu_si512(keys[1] + j * 64);
      __m512i k2 = _mm512_loadu_si512(keys[2] + j * 64);
      if (fetch && !half)
        for (int p = 0; p < PANELS; p++) _mm_prefetch((const char *)(ahead[p] + j * 64), _MM_HINT_T0);
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

INLINE void multiply_panels(const uint8_t *codes, const float *key_scales, int bits, int64_t groups, int64_t panel,
                            int panels, const struct question *question, float *sums) {
  const int64_t group_bytes = QUADS * LANES * 4 * bits / 8;
  for (int64_t group = 0; group < groups; group++) {
    const uint8_t *keys[PANELS], *ahead[PANELS];
    const float *scales[PANELS];
    for (int p = 0; p < PANELS; p++) { /* where there are less than three the first one stands in */
      const int64_t place = (panel + (p < panels ? p : 0)) * groups + group;
      keys[p] = codes + place * group_bytes;
      scales[p] = key_scales + place * LANES;
      ahead[p] = keys[p] + (group + 1 < groups ? 1 : (PANELS - 1) * groups + 1) * group_bytes;
    }
    for (int64_t t = 0; t < question->tokens; t += TOKENS) {
      const int64_t place = t * groups + group * TOKENS;
      const int32_t *query = question->codes + place * QUADS;
      float *to = sums + t * PANELS * LANES;
      if (t)
        multiply(keys, ahead, 0, scales, bits, query, question->scales + place, question->shifts + place, !group, to);
      else
        multiply(keys, ahead, 1, scales, bits, query, question->scales + place, question->shifts + place, !group, to);
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
    if (bits == 8)
      multiply_panels(codes, key_scales, 8, groups, panel, panels, question, sums);
    else
      multiply_panels(codes, key_scales, 4, groups, panel, panels, question, sums);
    for (int64_t t = 0; t < width; t += 16)
      for (int p = 0; p < panels; p++)
        transpose(sums + (t * PANELS + p) * LANES, PANELS * LANES, rows + p * LANES * width + t, width);
    take(&walk, rows + skip * width, width, panels * LANES - skip, question, mode, offsets, scores);
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
  int64_t num_shares, next;
  const struct question *questions;
  int64_t num_questions, groups;
  const int64_t *offsets;
  float *scores;
  int64_t scores_stride, piece;
  int bits, mode, failed;
};

/* Takes shares until none is left; any number of threads do so side by side. */
static void take_shares(void *data) {
  struct job *job = data;
  int64_t width = MOST;
  for (int64_t n = 0; n < job->num_questions; n++) {
    const int64_t one = (job->questions[n].tokens + MOST - 1) / MOST * MOST;
    width = one > width ? one : width;
  }
  float *buffer = calloc((size_t)width * (2 * PANELS * LANES + 1), sizeof(float));
  if (!buffer) {
    __atomic_store_n(&job->failed, 1, __ATOMIC_RELAXED);
    return;
  }
  for (;;) {
    const int64_t number = __atomic_fetch_add(&job->next, 1, __ATOMIC_RELAXED);
    if (number >= job->num_shares) break;
    const struct share *share = job->shares + number;
    for (int64_t first = share->first; first < share->end;) {
      int64_t stop = first + 1;
      while (stop < share->end && job->offsets[stop + 1] - job->offsets[first] <= job->piece) stop++;
      for (int64_t n = 0; n < job->num_questions; n++)
        scan_question(share->codes, share->scales, job->bits, job->groups, job->questions + n, job->mode,
                      job->offsets, share->base, first, stop, buffer, job->scores + n * job->scores_stride);
      first = stop;
    }
  }
  free(buffer);
}

static void *take_shares_too(void *data) {
  take_shares(data);
  return NULL;
}

/* Of the OpenMP that torch has loaded, if it is GNU's. Its threads wait for more work by spinning, for some
   milliseconds after each of torch's products; threads of our own would share their cores with them. */
extern void GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags) __attribute__((weak));

/* The scores of the documents of all shares for each question: scores [questions, scores_stride], by document
   number. piece: chunks that all questions meet before the next are read. Returns 0, or 1 where there is no
   memory. */
int memspan_scan(const struct share *shares, int64_t num_shares, int bits, int64_t groups,
                 const struct question *questions, int64_t num_questions, int mode, const int64_t *offsets,
                 int64_t piece, float *scores, int64_t scores_stride, int threads) {
  struct job job = {.shares = shares, .num_shares = num_shares, .questions = questions,
                    .num_questions = num_questions, .groups = groups, .offsets = offsets, .scores = scores,
                    .scores_stride = scores_stride, .piece = piece, .bits = bits, .mode = mode};
  if (threads > num_shares) threads = (int)num_shares;
  if (threads > THREADS) threads = THREADS;
  if (threads > 1 && GOMP_parallel) {
    GOMP_parallel(take_shares, &job, (unsigned)threads, 0);
  } else {
    pthread_t others[THREADS];
    int started = 0;
    while (started < threads - 1 && !pthread_create(&others[started], NULL, take_shares_too, &job)) started++;
    take_shares(&job);
    while (started) pthread_join(others[--started], NULL);
  }
  return job.failed;
}

#else

int memspan_scan_supported(void) { return 0; }

#endif
