using System.Collections.Immutable;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Footage;

/// <summary>A challenge and what became of it.</summary>
/// <param name="AnsweredUs">When the bank answered; null where it has not.</param>
public sealed record ChallengeStanding(FootageChallenged Asked, long AskedUs, FootageAnswered? Answer, long? AnsweredUs)
{
    /// <summary>What a bank that kept everything would never come to: something was not shown or was another, or nothing came in
    /// time.</summary>
    public bool Fails(long nowUs) =>
        Answer is { } answer ? answer.Missing + answer.Wrong > 0 || AnsweredUs >= Asked.DueUs : nowUs >= Asked.DueUs;
}

/// <summary>A legal hold, and when it was ended before its time; null where it was not.</summary>
public sealed record HoldStanding(FootageKept Hold, string? CaseId, long? ReleasedUs)
{
    /// <summary>As a review takes it.</summary>
    public FootageHold Term =>
        new(Hold.Terminal, Hold.FromUs, Hold.ToUs, ReleasedUs is { } at ? Math.Min(at, Hold.UntilUs) : Hold.UntilUs, Hold.Reason);
}

/// <summary>What the agency holds of one bank's footage, at a moment.</summary>
/// <param name="Key">By which its manifest is signed; empty before the first head.</param>
/// <param name="Generation">How often it began anew, under another key.</param>
/// <param name="Head">The last head of this generation; null where none was taken.</param>
/// <param name="Received">When a head over so many lines first came, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Challenges">In the order in which they were drawn.</param>
public sealed record BankFootage(
    string Bank,
    string Key,
    int Generation,
    FootageHeadTaken? Head,
    ImmutableSortedDictionary<long, long> Received,
    ImmutableList<ChallengeStanding> Challenges,
    ImmutableList<HoldStanding> Holds
)
{
    /// <summary>A bank of which nothing is known.</summary>
    public static BankFootage Unknown(string bank) => new(bank, "", 0, null, ImmutableSortedDictionary<long, long>.Empty, [], []);

    /// <summary>When the last lines came; null where none did.</summary>
    public long? HeadUs => Head is { } head ? Received[head.Size] : null;

    /// <summary>When so many lines were here: with the first head over them or over more. Null where they never came.</summary>
    public long? ReceivedUs(long size)
    {
        foreach (var (taken, atUs) in Received)
        {
            if (taken >= size)
                return atUs;
        }
        return null;
    }
}

/// <summary>Banks' commitments to their footage, what they were asked and what they answered: a fold over acts.</summary>
public sealed class FootageRegister : IActFold
{
    private readonly SortedDictionary<string, BankFootage> _banks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byChallenge = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byHold = new(StringComparer.Ordinal);

    /// <summary>By their codes.</summary>
    public IEnumerable<BankFootage> Banks => _banks.Values;

    /// <summary>Null where the bank never delivered anything and nothing of it is held.</summary>
    public BankFootage? Find(string bank) => _banks.GetValueOrDefault(bank);

    public ChallengeStanding? Challenge(string id) =>
        _byChallenge.TryGetValue(id, out var bank) ? _banks[bank].Challenges.First(one => one.Asked.ChallengeId == id) : null;

    public HoldStanding? Hold(string id) =>
        _byHold.TryGetValue(id, out var bank) ? _banks[bank].Holds.First(one => one.Hold.HoldId == id) : null;

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case FootageKeyNamed named:
                Change(named.Bank, bank => Named(bank, named.Key));
                break;
            case FootageHeadTaken head:
                Change(head.Bank, bank => Taken(bank, head, act.AtUs));
                break;
            case FootageChallenged asked when _byChallenge.TryAdd(asked.ChallengeId, asked.Bank):
                var asking = new ChallengeStanding(asked, act.AtUs, null, null);
                Change(asked.Bank, bank => bank with { Challenges = bank.Challenges.Add(asking) });
                break;
            case FootageAnswered answer when Challenge(answer.ChallengeId) is { } open:
                var answered = open with { Answer = answer, AnsweredUs = act.AtUs };
                Change(open.Asked.Bank, bank => bank with { Challenges = bank.Challenges.Replace(open, answered) });
                break;
            case FootageKept hold when _byHold.TryAdd(hold.HoldId, hold.Bank):
                Change(hold.Bank, bank => bank with { Holds = bank.Holds.Add(new HoldStanding(hold, act.CaseId, null)) });
                break;
            case FootageReleased released when Hold(released.HoldId) is { } held:
                Change(held.Hold.Bank, bank => bank with { Holds = bank.Holds.Replace(held, held with { ReleasedUs = act.AtUs }) });
                break;
        }
    }

    /// <summary>The same lines signed again change nothing of when they came.</summary>
    private static BankFootage Taken(BankFootage bank, FootageHeadTaken head, long atUs) =>
        bank with
        {
            Head = head,
            Received = bank.Received.ContainsKey(head.Size) ? bank.Received : bank.Received.Add(head.Size, atUs),
        };

    private static BankFootage Named(BankFootage bank, string key) =>
        bank with
        {
            Generation = bank.Generation + (bank.Key.Length == 0 ? 0 : 1),
            Key = key,
            Head = null,
            Received = ImmutableSortedDictionary<long, long>.Empty,
        };

    private void Change(string bank, Func<BankFootage, BankFootage> change) =>
        _banks[bank] = change(Find(bank) ?? BankFootage.Unknown(bank));
}
