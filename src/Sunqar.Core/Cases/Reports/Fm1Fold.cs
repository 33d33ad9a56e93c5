using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Cases.Reports;

/// <summary>What FM-1 reports look up.</summary>
/// <param name="CasesOf">The cases that a payment belongs to, by its id; empty for none.</param>
/// <param name="IsMember">A subject is a member of a case.</param>
/// <param name="Pseudonyms">Pseudonyms of one file for these subjects.</param>
/// <param name="Listing">The register's entry of a code; null where it has none.</param>
public sealed record Fm1Lookups(
    Func<string, IReadOnlyList<string>> CasesOf,
    Func<SubjectId, bool> IsMember,
    Func<IEnumerable<SubjectId>, IReadOnlyDictionary<SubjectId, string>> Pseudonyms,
    RateTable Rates,
    Func<string, PlatformListing?> Listing
);

/// <summary>
/// Gathers the operations of a period that are reported as FM-1, as a fold over the stream of payments: those of which a threshold rule
/// spoke, and those of a case. A payment that was decided again counts once, as it stands at the end.
/// </summary>
/// <param name="fromUs">First event time, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="untilUs">First event time no longer reported.</param>
public sealed class Fm1Fold(long fromUs, long untilUs, Fm1Lookups lookups)
{
    private readonly Dictionary<(string Institution, string Id), Standing> _payments = [];

    private sealed record Standing(SealedPayment Payment, Decision Decision, IReadOnlyList<Reason> Thresholds, Fm1State State);

    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case PaymentDecided { Payment.TimeUs: var us } decided when us >= fromUs && us < untilUs:
                Decided(decided);
                break;
            case PaymentReversed reversed:
                Become(reversed.Payment, Fm1State.Reversed);
                break;
            case HoldLapsed lapsed:
                Become(lapsed.Payment, Fm1State.Performed);
                break;
        }
    }

    /// <summary>Threshold reports, then suspicious ones, each in order of event time, institution, id.</summary>
    public IReadOnlyList<Fm1Report> Reports()
    {
        var met = _payments
            .Values.OrderBy(one => one.Payment.TimeUs)
            .ThenBy(one => one.Payment.Institution, StringComparer.Ordinal)
            .ThenBy(one => one.Payment.Id, StringComparer.Ordinal)
            .ToList();
        var names = lookups.Pseudonyms(met.SelectMany(one => Subjects(one.Payment)).Where(subject => !subject.IsNone).Distinct());
        return
        [
            .. met.Where(one => one.Thresholds.Count > 0)
                .Select(one =>
                    Report(one, Fm1Basis.Threshold, [.. one.Thresholds.Select(reason => $"{reason.Rule}: {reason.Source}")], names)
                ),
            .. met.Select(one => (One: one, Cases: lookups.CasesOf(one.Payment.Id)))
                .Where(pair => pair.Cases.Count > 0)
                .Select(pair => Report(pair.One, Fm1Basis.Suspicious, pair.Cases, names)),
        ];
    }

    private void Decided(PaymentDecided decided)
    {
        var key = (decided.Payment.Institution, decided.Payment.Id);
        var thresholds = decided.Decision.Reasons.Where(Fm1Report.IsThreshold).ToList();
        if (thresholds.Count == 0 && !_payments.ContainsKey(key) && lookups.CasesOf(decided.Payment.Id).Count == 0)
            return;
        var state = decided.Decision.Outcome switch
        {
            Outcome.Block => Fm1State.Refused,
            Outcome.Allow => Fm1State.Performed,
            _ => Fm1State.Suspended,
        };
        _payments[key] = new Standing(decided.Payment, decided.Decision, thresholds, state);
    }

    private void Become(in SealedPayment payment, Fm1State state)
    {
        if (_payments.TryGetValue((payment.Institution, payment.Id), out var one))
            _payments[(payment.Institution, payment.Id)] = one with { State = state };
    }

    private Fm1Report Report(Standing one, Fm1Basis basis, IReadOnlyList<string> grounds, IReadOnlyDictionary<SubjectId, string> names)
    {
        var payment = one.Payment;
        var listing = lookups.Listing(payment.Institution);
        var kzt = lookups.Rates.Convert(payment.Amount, Currency.Kzt, payment.TimeUs, Rounding.HalfEven);
        return new Fm1Report(
            new Fm1Entity(payment.Institution, listing?.Name, listing is { Bin.Length: > 0 } ? listing.Bin : null),
            new Fm1Form(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(basis == Fm1Basis.Threshold ? 'T' : 'S')}-{payment.Institution}-{payment.Id}"
                ),
                basis,
                grounds
            ),
            new Fm1Operation(
                payment.Id,
                payment.Kind,
                payment.TimeUs,
                payment.Amount,
                kzt.Outcome == ConversionOutcome.Converted ? kzt.Money : null,
                one.State,
                payment.Terminal,
                payment.City,
                payment.Platform,
                payment.WalletAddress,
                payment.Asset,
                payment.Asset is { } asset && payment.Quantity > 0 ? new TokenQuantity(payment.Quantity, Assets.Decimals(asset)) : null
            ),
            [
                .. new[] { ("payer", payment.Sender), ("payee", payment.Recipient) }
                    .Where(side => !side.Item2.IsAbsent)
                    .Select(side => Participant(side.Item1, side.Item2, names)),
            ]
        );
    }

    private Fm1Participant Participant(string role, SealedParty party, IReadOnlyDictionary<SubjectId, string> names)
    {
        string? Name(SubjectId subject) => subject.IsNone ? null : names[subject];
        return new Fm1Participant(
            role,
            Name(party.Person),
            Name(party.Account),
            Name(party.Card),
            party.Iin,
            party.Named,
            lookups.IsMember(party.Person) || lookups.IsMember(party.Account) || lookups.IsMember(party.Card)
        );
    }

    private static IEnumerable<SubjectId> Subjects(SealedPayment payment) =>
        [
            payment.Sender.Person,
            payment.Sender.Account,
            payment.Sender.Card,
            payment.Recipient.Person,
            payment.Recipient.Account,
            payment.Recipient.Card,
        ];
}
