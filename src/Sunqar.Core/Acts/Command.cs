using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Acts;

/// <summary>
/// Something that somebody asks for. Rooms declare their commands as records beside the facts that these come to; a command carries
/// subjects, never identifiers or names.
/// </summary>
/// <param name="Key">Chosen by whoever asks, 1 to <see cref="KeyLengthMax"/> characters: the same command under the same key is done
/// once.</param>
/// <param name="CaseId">The case that it belongs to; null where none.</param>
/// <param name="Basis">The legal basis or purpose; empty where none is due.</param>
public abstract record Command(string Key, string? CaseId, string Basis)
{
    public const int KeyLengthMax = 64;

    /// <summary>By which the log names it, e.g. <c>measure.request</c>: the room, a dot, what is asked for.</summary>
    public abstract string Name { get; }

    /// <summary>What it comes to. Pure: the same state, actor and moment give the same outcome.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z. Whatever expires has expired by this moment.</param>
    public abstract CommandOutcome Decide(ActState state, Actor actor, long nowUs);

    protected static CommandOutcome Done(string answer, params Fact[] facts) => new CommandOutcome.Done(facts, answer);

    /// <summary>A proposal that nobody agrees to lapses after a week.</summary>
    public const long ProposalUs = 7 * 86_400_000_000L;

    /// <summary>What one person asks for and a second one agrees to. The answer is the proposal's id.</summary>
    protected CommandOutcome Proposed(
        ActState state,
        Actor actor,
        long nowUs,
        IReadOnlyList<Role> seconds,
        string about,
        string said,
        params Fact[] comes
    )
    {
        if (state.Of<ProposalBook>().Waits(Name, about, nowUs))
            return Refused(RefusalKind.Conflict, "It has been asked for and waits for a second person.");
        var id = "second-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + "\n" + Key)).AsSpan(0, 8));
        return Done(id, new ActProposed(id, about, said, seconds, nowUs + ProposalUs, comes));
    }

    protected static CommandOutcome Refused(RefusalKind kind, string reason, string? field = null) =>
        new CommandOutcome.Refused(kind, reason, field);
}

/// <summary>What a command comes to.</summary>
public abstract record CommandOutcome
{
    private CommandOutcome() { }

    /// <param name="Facts">At least one: an act of which nothing remains is none.</param>
    /// <param name="Answer">What the asker is told, e.g. the id of what was made.</param>
    public sealed record Done(IReadOnlyList<Fact> Facts, string Answer) : CommandOutcome;

    /// <param name="Reason">One sentence for whoever asked; no personal data.</param>
    /// <param name="Field">The member that is wrong; null where no single one is.</param>
    public sealed record Refused(RefusalKind Kind, string Reason, string? Field) : CommandOutcome
    {
        /// <summary>Evidence of what was tried, kept behind the refusal; nothing is done by it.</summary>
        public IReadOnlyList<Fact> Tried { get; init; } = [];
    }
}
