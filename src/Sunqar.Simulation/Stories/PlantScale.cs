namespace Sunqar.Simulation.Stories;

/// <summary>How much is planted: everything reported, a tenth for the default country, less for small ones.</summary>
internal sealed record PlantScale(int People, bool Full)
{
    /// <summary>From the two planned figures; countries under 100,000 people get their share, at least one.</summary>
    public int Of(int full, int standard) =>
        Full ? full
        : People >= 100_000 ? standard
        : Math.Max(1, (int)(((long)standard * People + 99_999) / 100_000));
}
