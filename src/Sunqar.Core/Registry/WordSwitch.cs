using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>By what a customer shows that a payment is meant. Kept in facts: never renumber.</summary>
public enum ProofMeans : byte
{
    None = 0,

    /// <summary>By the key of a device that the bank enrolled for the person.</summary>
    Device = 1,

    /// <summary>By face or fingerprint, which the bank's verifier compared.</summary>
    Biometrics = 2,
}

/// <summary>From a day on, what an institution merely says of a customer's agreement counts no more; a signature does.</summary>
/// <param name="FromUs">Payments of this event time and later, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Source">Empty in the act itself; in the register the act that it comes from: <c>act N</c>.</param>
public sealed record WordEnds(string Institution, ProofMeans Means, long FromUs, string Source) : Fact;

/// <summary>Asks that an institution's word end on a day. Another supervisor or a head agrees; the answer is the proposal's id. A day that
/// has come is not moved: that would loosen what decisions already ask for.</summary>
/// <param name="Basis">The law's article or the order.</param>
/// <param name="FromUs">At least the present moment, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Registry">The register of this moment; not part of what is asked.</param>
public sealed record EndWord(
    string Key,
    string Basis,
    string Institution,
    ProofMeans Means,
    long FromUs,
    [property: JsonIgnore] RegistrySnapshot Registry
) : Command(Key, null, Basis)
{
    private static readonly Role[] Seconds = [Role.Supervisor, Role.Head];

    public override string Name => "word.end";

    public override CommandOutcome Decide(ActState state, Acts.Actor actor, long nowUs)
    {
        if (actor.Role != Role.Supervisor)
            return Refused(RefusalKind.Forbidden, "A supervisor sets the day from which a signature is asked for.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "It names its legal basis.", "basis");
        if (Institution.Length is 0 or > 32 || Institution.Any(c => c is <= ' ' or > '~'))
            return Refused(RefusalKind.Invalid, "An institution is named by its BIC or code.", "institution");
        if (Means is not (ProofMeans.Device or ProofMeans.Biometrics))
            return Refused(RefusalKind.Invalid, "A word is about a device or about biometrics.", "means");
        if (Registry.WordEndsUs(Institution, Means) <= nowUs)
            return Refused(RefusalKind.Conflict, "The institution's word has ended; that does not change any more.", "from");
        return FromUs < nowUs
            ? Refused(RefusalKind.Invalid, "The day lies ahead: a bank has to know it before.", "from")
            : Proposed(
                state,
                actor,
                nowUs,
                Seconds,
                $"{Institution} {Means}",
                $"From a day on the word of {Institution} counts no more without a signature ({(Means == ProofMeans.Device ? "device" : "biometrics")}).",
                new WordEnds(Institution, Means, FromUs, "")
            );
    }
}
