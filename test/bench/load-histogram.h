/* Microseconds in steps of 3 %: 32 of them per power of two. */
#define SUB 32
static uint64_t hist[40 * SUB];

static void note(uint64_t us) {
  int exponent = us < SUB ? 0 : 63 - __builtin_clzll(us) - 4;
  hist[exponent == 0 ? us : exponent * SUB + (us >> exponent) - SUB / 2]++;
}

static uint64_t percentile(double p) {
  uint64_t all = 0, seen = 0;
  for (int i = 0; i < 40 * SUB; i++) all += hist[i];
  for (int i = 0; i < 40 * SUB; i++)
    if (hist[i] && (seen += hist[i]) >= all * p) {
      int exponent = i < SUB ? 0 : i / SUB;
      return exponent ? (uint64_t)(i - exponent * SUB + SUB / 2) << exponent : (uint64_t)i;
    }
  return 0;
}
