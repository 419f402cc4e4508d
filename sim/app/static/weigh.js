// What mixes are worth under a weighting, and the regret of choosing one: as the sweep's table of ranks has it.

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

// Sums over outcomes: weight times the difference in smallest ones of interest, replicate by replicate.
const scoresOf = (worth, weights) =>
  worth.map((outcomes) =>
    outcomes[0].map((_, k) => outcomes.reduce((sum, values, i) => sum + (weights[i] || 0) * values[k], 0)),
  );

const bySet = (values, draws) =>
  Array.from({ length: Math.floor(values.length / draws) }, (_, k) => values.slice(k * draws, (k + 1) * draws));

const variance = (values) => {
  const middle = mean(values);
  return values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (values.length - 1);
};

// Means of sets without the luck in them, drawn towards the mean of all until their variance is that between sets.
export const shrunken = (values, draws) => {
  const sets = bySet(values, draws);
  const means = sets.map(mean);
  if (draws < 2 || means.length < 2) return means;
  const [seen, luck] = [variance(means), mean(sets.map(variance)) / draws];
  const share = seen > 0 ? Math.sqrt(Math.max(seen - luck, 0) / seen) : 0;
  const middle = mean(means);
  return means.map((one) => middle + share * (one - middle));
};

// For each mix, and last for doing nothing: score, how often it is best, and regret, mean over parameter sets.
export const ranked = ({ worth, draws, drawn }, weights) => {
  const scores = scoresOf(worth, weights);
  const nothing = scores.length ? scores[0].map(() => 0) : [];
  const all = [...scores, nothing];
  const expected = all.map((one) => {
    const kept = shrunken(one, draws);
    return drawn ? kept : kept.map(() => mean(one));
  });
  const best = (expected[0] || []).map((_, k) => Math.max(...expected.map((one) => one[k])));
  return expected.map((one, i) => {
    const lost = one.map((value, k) => best[k] - value);
    return { score: mean(all[i]), best: mean(lost.map((loss) => (loss <= 0 ? 1 : 0))), regret: mean(lost) };
  });
};

// The order in which mixes stand: by score, the best first, or by one column.
export const ordered = (values) => values.map((_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
