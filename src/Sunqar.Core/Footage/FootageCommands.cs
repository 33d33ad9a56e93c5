using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Footage;

/// <summary>
/// A bank hands over the next lines of its manifest, which were read and held against their signature before this is asked. The first head
/// names the bank's key; from then on no other key's head is taken. The answer is the head's size: the act is the receipt.
/// </summary>
/// <param name="PublicKey">By which it is signed.</param>
public sealed record TakeFootageHead(string Key, string PublicKey, long Size, ReadOnlyMemory<byte> Root, long SignedUs, long Bytes)
    : Command(Key, null, "")
{
    public override string Name => "footage.take-head";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor is not { Role: Role.Bank, Institution: { } bank })
            return Refused(RefusalKind.Forbidden, "A bank hands over its manifest, by its own key.");
        if (SignedUs > nowUs + FootageReview.SignedReceivedUsMax)
            return Refused(RefusalKind.Invalid, "The head is signed in the future.", "signed");
        var known = state.Of<FootageRegister>().Find(bank);
        var head = new FootageHeadTaken(bank, Size, Root, SignedUs, Bytes);
        if (known is null || known.Key.Length == 0)
            return Done(Answer, new FootageKeyNamed(bank, PublicKey), head);
        if (known.Key != PublicKey)
        {
            return Refused(
                RefusalKind.Forbidden,
                "The manifest is signed by another key than the bank's; a supervisor renews keys.",
                "key"
            );
        }
        return known.Head is { } last && (Size < last.Size || Bytes <= last.Bytes)
            ? Refused(RefusalKind.Conflict, $"A head over {last.Size} lines is here already.", "size")
            : Done(Answer, head);
    }

    private string Answer => Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A bank's key is named before its first head, or a bank that lost its key begins a new manifest under another: a supervisor asks
/// for it, another or a head agrees. What is owed under the old key stays owed.</summary>
public sealed record RenewFootageKey(string Key, string Basis, string Bank, string PublicKey) : Command(Key, null, Basis)
{
    public override string Name => "footage.renew-key";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Supervisor)
            return Refused(RefusalKind.Forbidden, "A supervisor renews a bank's key.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A renewal names its reason.", "basis");
        if (Merkle.LogKey.Parse(PublicKey) is null)
            return Refused(RefusalKind.Invalid, "This is no public key; expected NAME+KEYID+BASE64.", "key");
        if (Bank.Length is 0 or > 32)
            return Refused(RefusalKind.Invalid, "A bank goes by its code.", "bank");
        return state.Of<FootageRegister>().Find(Bank)?.Key == PublicKey
            ? Refused(RefusalKind.Conflict, "This is the bank's key already.", "key")
            : Proposed(
                state,
                actor,
                nowUs,
                [Role.Supervisor, Role.Head],
                Bank,
                $"{Bank} begins a manifest of its footage under this key",
                new FootageKeyNamed(Bank, PublicKey)
            );
    }
}

/// <summary>A bank is asked to show leaves that were drawn from its last head.</summary>
/// <param name="Seed">It decided the draw; was a secret until now.</param>
public sealed record ChallengeFootage(string Key, string Bank, string ChallengeId, long Size, string Seed, int Leaves, bool IsFinal)
    : Command(Key, null, "")
{
    public override string Name => "footage.challenge";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Supervisor or Role.Head or Role.System))
            return Refused(RefusalKind.Forbidden, "A supervisor, a head or the clock draws challenges.");
        if (state.Of<FootageRegister>().Find(Bank)?.Head is not { } head || head.Size != Size)
            return Refused(RefusalKind.Conflict, "The draw is not from the bank's last head.", "bank");
        return Leaves is < 1 or > LeafDraw.LeavesMax
            ? Refused(RefusalKind.Invalid, $"A challenge asks for 1 to {LeafDraw.LeavesMax} leaves.", "leaves")
            : Done(ChallengeId, new FootageChallenged(ChallengeId, Bank, Size, Seed, Leaves, IsFinal, nowUs + FootageTerms.AnswerUs));
    }
}

/// <summary>A bank answers a challenge, once; the answer was held against the challenge before this is asked.</summary>
public sealed record AnswerFootage(string Key, string ChallengeId, int Good, int Missing, int Wrong) : Command(Key, null, "")
{
    public override string Name => "footage.answer";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var asked = state.Of<FootageRegister>().Challenge(ChallengeId);
        if (actor is not { Role: Role.Bank, Institution: { } bank } || asked?.Asked.Bank != bank)
            return Refused(RefusalKind.NotFound, "This bank was never asked so.", "challenge");
        if (asked.Answer is not null)
            return Refused(RefusalKind.Conflict, "The challenge is answered; the first answer counts.", "challenge");
        return Good < 0 || Missing < 0 || Wrong < 0 || Good + Missing + Wrong != asked.Asked.Leaves
            ? Refused(RefusalKind.Invalid, "The answer is not of as many leaves as were asked for.", "leaves")
            : Done(Missing + Wrong == 0 ? "holds" : "does not hold", new FootageAnswered(ChallengeId, Good, Missing, Wrong));
    }
}

/// <summary>An officer has recordings kept past their time, in a case. The answer is the hold's id.</summary>
public sealed record KeepFootage(
    string Key,
    string? CaseId,
    string Basis,
    string Bank,
    string Terminal,
    long FromUs,
    long ToUs,
    long UntilUs,
    string Reason
) : Command(Key, CaseId, Basis)
{
    public const int ReasonLengthMax = 300;

    public override string Name => "footage.keep";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "An officer or a head has footage kept.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A hold names its legal basis.", "basis");
        if (Bank.Length is 0 or > 32 || Terminal.Length is 0 or > 64)
            return Refused(RefusalKind.Invalid, "A hold names a bank and one of its terminals.", "terminal");
        if (Reason.Length is 0 or > ReasonLengthMax)
            return Refused(RefusalKind.Invalid, $"A hold says why in 1 to {ReasonLengthMax} characters.", "reason");
        if (FromUs >= ToUs || ToUs - FromUs > FootageTerms.HoldUsMax)
            return Refused(RefusalKind.Invalid, "A hold is of a time of at most a year.", "to");
        if (UntilUs <= nowUs || UntilUs - nowUs > FootageTerms.HoldUsMax)
            return Refused(RefusalKind.Invalid, "A hold ends within a year from now; it can be asked for again.", "until");
        var id = "hold-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + "\n" + Key)).AsSpan(0, 8));
        return Done(id, new FootageKept(id, Bank, Terminal, FromUs, ToUs, UntilUs, Reason));
    }
}

/// <summary>A hold is ended before its time.</summary>
public sealed record ReleaseFootage(string Key, string? CaseId, string HoldId) : Command(Key, CaseId, "")
{
    public override string Name => "footage.release";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "An officer or a head releases footage.");
        if (state.Of<FootageRegister>().Hold(HoldId) is not { } hold)
            return Refused(RefusalKind.NotFound, "There is no such hold.", "hold");
        return hold.ReleasedUs is not null || hold.Hold.UntilUs <= nowUs
            ? Refused(RefusalKind.Conflict, "The hold has ended.", "hold")
            : Done(HoldId, new FootageReleased(HoldId));
    }
}
