using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases;

/// <summary>An alert while it is folded. Whatever it holds is the same in whichever order the payments came.</summary>
internal sealed class AlertState(SubjectId subject, string rule, long weekUs)
{
    public SubjectId Subject { get; } = subject;

    public string Rule { get; } = rule;

    public long WeekUs { get; } = weekUs;

    /// <summary>In order; at most <see cref="AlertFold.PaymentsMax"/>.</summary>
    public List<AlertedPayment> Payments { get; } = [];

    public SortedSet<string> Versions { get; } = new(StringComparer.Ordinal);

    public long Beyond { get; set; }

    public long FirstUs { get; set; } = long.MaxValue;

    public AlertedPayment? Last { get; set; }

    public Outcome Outcome { get; set; }

    /// <summary>What the subject is in these payments: sender, recipient, or device where no party is named.</summary>
    public string Role { get; set; } = "";

    public string Text { get; set; } = "";

    public string Source { get; set; } = "";

    /// <summary>Sum of the payments' hashes: the order in which they came does not matter.</summary>
    public UInt128 Inputs { get; set; }

    public void Add(AlertedPayment payment, Reason reason, string version)
    {
        Versions.Add(version);
        if (Outcome < payment.Outcome)
            Outcome = payment.Outcome;
        var at = IndexOf(payment.Institution, payment.Id);
        if (at >= 0)
        {
            // Decided again, and the rule still speaks: one payment, counted once.
            Payments[at] = payment;
        }
        else
        {
            Inputs = unchecked(Inputs + HashOf(payment));
            Payments.Insert(~Payments.BinarySearch(payment), payment);
            if (Payments.Count > AlertFold.PaymentsMax)
            {
                Payments.RemoveAt(Payments.Count - 1);
                Beyond++;
            }
        }
        FirstUs = Math.Min(FirstUs, payment.TimeUs);
        if (Last is null || payment.CompareTo(Last) >= 0)
        {
            (Last, Text, Source) = (payment, reason.Text, reason.Source);
        }
    }

    /// <summary>Notes what became of a payment, where it is one of those listed.</summary>
    public void Mark(string institution, string id, PaymentFate fate)
    {
        if (IndexOf(institution, id) is >= 0 and var at)
            Payments[at] = Payments[at] with { Fate = fate };
    }

    public Alert View(AlertSuppressed? suppression, CaseMentions? cases)
    {
        var note = AlertNotes.Of(Rule);
        var afterwards = Payments
            .Where(p => p.Fate != PaymentFate.Stands)
            .Select(p =>
                p.Fate switch
                {
                    PaymentFate.Confirmed => $"{p.Id}: the customer confirmed; {Rule} no longer speaks",
                    PaymentFate.Lapsed => $"{p.Id}: nobody suspended it, the hold lapsed",
                    _ => $"{p.Id}: undone by {p.Institution}",
                }
            )
            .ToList();
        // A case names cards and accounts where the alert may name the person behind them.
        if (cases is not null)
            afterwards.AddRange(cases.Of(Payments.Select(p => Role == "sender" ? p.From : p.To).Prepend(Subject)));
        if (suppression is not null)
            afterwards.Add($"suppressed by {suppression.Author}: {suppression.Reason}");
        return new Alert(
            IdOf(Subject, Rule, WeekUs),
            Subject,
            Role,
            Rule,
            note.Typology,
            WeekUs,
            [.. Versions],
            Outcome,
            Text,
            Source,
            FirstUs,
            Last!.TimeUs,
            [.. Payments],
            Beyond,
            note.CounterfactualFor(Last.Observed, Last.Limit),
            note.Innocent,
            InputHash(),
            suppression,
            afterwards
        );
    }

    private static string IdOf(SubjectId subject, string rule, long weekUs) =>
        "alert-" + Hash(string.Create(CultureInfo.InvariantCulture, $"{subject} {rule} {weekUs}"))[..16];

    private string InputHash() =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{Subject} {Rule} {WeekUs} {string.Join(' ', Versions)} {Inputs:x32}"));

    private int IndexOf(string institution, string id) => Payments.FindIndex(p => p.Id == id && p.Institution == institution);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static UInt128 HashOf(AlertedPayment payment) =>
        BinaryPrimitives.ReadUInt128BigEndian(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{payment.Institution}\0{payment.Id}\0{payment.TimeUs}\0{payment.ContentHash:x32}"
                    )
                )
            )
        );
}
