namespace Sunqar.Core.Facts;

/// <summary>
/// Everything in this journal was simulated, by these options: nobody stands behind its accounts. Appended twice: before the first payment,
/// and with <paramref name="Complete"/> after the last, so that a run which was cut short is known for what it is.
/// </summary>
/// <param name="Source">In words for a summary: "Simulated country, 100,000 people, 60 days, seed 1".</param>
public sealed record CountrySimulated(string Source, bool Complete) : Fact;
