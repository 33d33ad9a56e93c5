using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>The lists that the overseer alone sees, as a fold: account holders' own subjects, persons declared as close, people in public
/// life, decoys.</summary>
public sealed class FlagBook : IActFold
{
    private readonly Dictionary<SubjectId, HashSet<(FlagKind Kind, string Account)>> _bySubject = [];

    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public void Apply(Act act, Fact what)
    {
        if (what is not SubjectFlagged flagged)
            return;
        if (flagged is { Kind: FlagKind.Self, IsSet: true })
            _declared.Add(flagged.Account);
        else if (flagged.Kind == FlagKind.Self)
            _declared.Remove(flagged.Account);
        if (!_bySubject.TryGetValue(flagged.Subject, out var flags))
            _bySubject[flagged.Subject] = flags = [];
        if (flagged.IsSet)
            flags.Add((flagged.Kind, flagged.Account));
        else
            flags.Remove((flagged.Kind, flagged.Account));
    }

    /// <summary>Every subject with its flags.</summary>
    public IEnumerable<(SubjectId Subject, FlagKind Kind, string Account)> All =>
        _bySubject.SelectMany(one => one.Value.Select(flag => (one.Key, flag.Kind, flag.Account)));

    public bool Has(SubjectId subject, FlagKind kind, string account = "") =>
        _bySubject.TryGetValue(subject, out var flags) && flags.Contains((kind, account));

    /// <summary>Why a look of an account at a subject concerns the overseer. A colleague is whoever is another account's own
    /// subject.</summary>
    public IEnumerable<AlarmKind> Concerns(SubjectId subject, string account)
    {
        if (!_bySubject.TryGetValue(subject, out var flags))
            yield break;
        if (flags.Contains((FlagKind.Self, account)))
            yield return AlarmKind.Self;
        if (flags.Contains((FlagKind.Close, account)))
            yield return AlarmKind.Close;
        if (flags.Any(flag => flag.Kind == FlagKind.Self && flag.Account != account))
            yield return AlarmKind.Colleague;
        if (flags.Any(flag => flag.Kind == FlagKind.PublicLife))
            yield return AlarmKind.PublicLife;
        if (flags.Any(flag => flag.Kind == FlagKind.Decoy))
            yield return AlarmKind.Decoy;
    }

    /// <summary>Whether an account's holder has declared themselves.</summary>
    public bool HasDeclared(string account) => _declared.Contains(account);

    /// <summary>Whether an account has a stake in a subject: then it looks by no grant.</summary>
    public bool HasStake(SubjectId subject, string account) =>
        Has(subject, FlagKind.Self, account) || Has(subject, FlagKind.Close, account);
}
