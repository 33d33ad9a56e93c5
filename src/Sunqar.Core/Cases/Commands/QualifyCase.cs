using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Commands;

/// <summary>Records under which article a case is qualified and how grave that crime is: how long its people are kept hangs on
/// it.</summary>
public sealed record QualifyCase(string Key, string OfCase, string Basis, CrimeGravity Gravity, string Article)
    : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.qualify";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (Gravity is < CrimeGravity.Medium or > CrimeGravity.EspeciallyGrave)
            return Unfit("A crime is of medium gravity, grave, or especially grave.", "gravity");
        return CaseText.Fault(Article, CaseText.LineMax) is { } fault
            ? Unfit(fault, "article")
            : Done(OfCase, new CaseQualified(OfCase, Gravity, Article));
    }
}
