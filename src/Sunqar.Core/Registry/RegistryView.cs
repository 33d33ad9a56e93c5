using Sunqar.Core.Identity;

namespace Sunqar.Core.Registry;

/// <summary>What the registry knows of a platform at a moment.</summary>
public enum PlatformStanding : byte
{
    /// <summary>The registry does not know the code.</summary>
    Unknown = 0,

    /// <summary>A licence is in force.</summary>
    Licensed = 1,

    /// <summary>Known, and no licence is in force: never held, lapsed, withdrawn, or listed as an unlicensed exchanger.</summary>
    Unlicensed = 2,

    /// <summary>A trading platform whose registration is in force; no licence is.</summary>
    Registered = 3,
}

/// <summary>What the watchlists say of a wallet at a moment.</summary>
public enum WalletStanding : byte
{
    Clear = 0,

    /// <summary>On a sanctions list in force.</summary>
    Sanctioned = 1,

    /// <summary>Seized or frozen by an order, or named in one.</summary>
    Seized = 2,
}

/// <summary>A measure of the agency on a person, account or card.</summary>
public enum MeasureStanding : byte
{
    None = 0,

    /// <summary>An officer suspended operations; lapses by itself.</summary>
    Suspended = 1,

    /// <summary>A court or the agency froze the subject.</summary>
    Frozen = 2,
}

/// <summary>
/// What a decision may ask of the registry: an immutable picture, answered as of the payment's event time. It is asked for every payment
/// that names a platform, a wallet or a subject, so answers must not allocate.
/// </summary>
public interface IRegistryView
{
    /// <param name="code">The platform's code as payments carry it.</param>
    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    PlatformStanding Platform(string code, long timeUs);

    WalletStanding Wallet(string chain, string address, long timeUs);

    MeasureStanding Measure(SubjectId subject, long timeUs);

    /// <summary>What sources say of a wallet's exposure; asked for in its chain's own spelling.</summary>
    ExposureRecord Exposure(string address) => ExposureRecord.Nothing;

    /// <summary>As of when a whole chain was surveyed for exposures, microseconds since 1970-01-01T00:00:00Z; <see cref="long.MinValue"/>
    /// for never.</summary>
    long SurveyedUs(string chain) => long.MinValue;

    /// <summary>Whether any list could say something of a wallet: where none was ever taken, that a wallet is on none says
    /// nothing.</summary>
    bool KnowsWallets => true;

    /// <summary>From which event time on an institution's mere word counts no more, microseconds since 1970-01-01T00:00:00Z;
    /// <see cref="long.MaxValue"/> where no day is set.</summary>
    long WordEndsUs(string institution, ProofMeans means) => long.MaxValue;
}

/// <summary>A registry that knows nothing.</summary>
public sealed class EmptyRegistry : IRegistryView
{
    public static readonly EmptyRegistry Instance = new();

    public PlatformStanding Platform(string code, long timeUs) => PlatformStanding.Unknown;

    public WalletStanding Wallet(string chain, string address, long timeUs) => WalletStanding.Clear;

    public MeasureStanding Measure(SubjectId subject, long timeUs) => MeasureStanding.None;
}
