using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Tests.Decisions;

/// <summary>
/// Windows as docs/rulebook.md defines them, computed the slow way from a list of everything that counts: what the engine is held against.
/// </summary>
internal sealed class WindowOracle(long periodUs, long latenessUs)
{
    private readonly List<(SealedPayment Payment, bool Blocked)> _counted = [];
    private long _watermarkUs = long.MinValue / 2;

    public void Apply(in SealedPayment payment, Outcome outcome)
    {
        _watermarkUs = Math.Max(_watermarkUs, payment.TimeUs);
        if (outcome is Outcome.Allow or Outcome.Block)
        {
            _counted.Add((payment, outcome == Outcome.Block));
        }
    }

    public void Reverse(in SealedPayment payment)
    {
        var id = payment.Id;
        _counted.RemoveAll(c => c.Payment.Id == id);
    }

    /// <summary>The observed values of the rules of <see cref="WindowRules"/>, in their order.</summary>
    public IReadOnlyList<string> Answers(SealedPayment payment)
    {
        var asOf = Math.Max(payment.TimeUs, _watermarkUs - latenessUs);
        // A stable order by time: of equal times, what was folded in first comes first.
        List<SealedPayment> Range(bool blocked, bool withThis) =>
            [
                .. _counted
                    .Where(c => (blocked || !c.Blocked) && c.Payment.TimeUs <= asOf && c.Payment.TimeUs > asOf - periodUs)
                    .Select(c => c.Payment)
                    .OrderBy(p => p.TimeUs),
                .. withThis ? [payment] : Array.Empty<SealedPayment>(),
            ];
        List<SealedPayment> To(SubjectId card, bool blocked = false, bool withThis = true) =>
            [.. Range(blocked, withThis).Where(p => !card.IsNone && p.Recipient.Card == card)];
        var mine = To(payment.Recipient.Card);
        var large = mine.Where(p => p.Amount.MinorUnits >= 5_000).ToList();
        var incoming = To(payment.Sender.Card);
        return
        [
            mine.Count.ToString(),
            Tenge(mine.Sum(p => p.Amount.MinorUnits)),
            mine.Select(p => p.Sender.Card.Value).Where(v => v != 0).Distinct().Count().ToString(),
            Tenge(large.Count == 0 ? 0 : large.Min(p => p.Amount.MinorUnits)),
            Tenge(large.Count == 0 ? 0 : large.Max(p => p.Amount.MinorUnits)),
            Tenge(mine.Sum(p => p.Amount.MinorUnits) / mine.Count),
            Tenge(mine[0].Amount.MinorUnits),
            Tenge(incoming.Count == 0 ? 0 : incoming[^1].Amount.MinorUnits),
            To(payment.Recipient.Card, blocked: true).Count.ToString(),
            To(payment.Recipient.Card, withThis: false).Count.ToString(),
            Range(false, true)
                .Count(p => p.Recipient.Card == payment.Recipient.Card && p.Terminal is not null && p.Terminal == payment.Terminal)
                .ToString(),
        ];
    }

    private static string Tenge(long tiyn) => $"{tiyn / 100}{(tiyn % 100 == 0 ? "" : $".{tiyn % 100:00}")} KZT";
}

/// <summary>A rulebook whose rules always speak and show one window each.</summary>
internal static class WindowRules
{
    public const long MinuteUs = 60_000_000;

    public static string Text(int periodMinutes, int latenessMinutes)
    {
        string[] windows =
        [
            $"count by recipient.card in {periodMinutes} minutes",
            $"sum of amount by recipient.card in {periodMinutes} minutes",
            $"distinct sender.card by recipient.card in {periodMinutes} minutes",
            $"min of amount where amount >= 50 KZT by recipient.card in {periodMinutes} minutes else 0 KZT",
            $"max of amount where amount >= 50 KZT by recipient.card in {periodMinutes} minutes else 0 KZT",
            $"average of amount by recipient.card in {periodMinutes} minutes else 0 KZT",
            $"first of amount by recipient.card in {periodMinutes} minutes else 0 KZT",
            $"last of amount by recipient.card for sender.card in {periodMinutes} minutes else 0 KZT",
            $"count by recipient.card in {periodMinutes} minutes including blocked",
            $"count by recipient.card in {periodMinutes} minutes before this",
            $"count by recipient.card, terminal in {periodMinutes} minutes",
        ];
        var rules = windows.Select(
            (w, i) =>
                $"""
                    rule r{i}
                      source "test"
                      outcome report
                      let value = {w}
                      when amount >= 0 KZT
                      observed value
                      reason "x"
                    end
                    """
        );
        return $"rulebook \"windows\"\nlateness {latenessMinutes} minutes\n" + string.Join('\n', rules);
    }
}
