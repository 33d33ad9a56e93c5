using Sunqar.Core.Payments;

namespace Sunqar.Core.Decisions;

/// <summary>What a decision says of how the customer agreed: by a signature bound to the payment, or by a word that counts no more. A word
/// that counts is not mentioned, as ever. It is told with the reasons of rules, and is none: no alert rises from it.</summary>
public static class ProofReasons
{
    /// <summary>As a rule's name stands in a reason.</summary>
    public const string ByDevice = "confirmed_by_key",
        ByVerifier = "attested_by_key",
        WordEnded = "word_ended";

    private const string Source = "docs/confirmation.md";

    /// <summary>Whether a reason speaks of a proof, and not of what a rule found.</summary>
    public static bool IsProof(string rule) => rule is ByDevice or ByVerifier or WordEnded;

    internal static Reason? Of(in SealedPayment payment) =>
        payment.Sender.AttestedByKey || payment.Recipient.AttestedByKey
            ? new Reason(
                ByVerifier,
                "A biometric check is attested by the institution's verifier, by a signature bound to this payment.",
                "signed statement",
                "",
                Source
            )
        : payment.Sender.ConfirmedByKey
            ? new Reason(
                ByDevice,
                "The sender confirmed on an enrolled device, by a signature bound to this payment.",
                "signature",
                "",
                Source
            )
        : payment.Sender is { Confirmed: true, WordEnded: true }
            ? new Reason(
                WordEnded,
                "The institution says that the sender confirmed; from its day on only the signature of an enrolled device counts.",
                "word",
                "signature",
                Source
            )
        : null;
}
