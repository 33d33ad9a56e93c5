using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Oversight;

/// <summary>Where the journal's streams must at least stand, as a fold over acts.</summary>
public sealed class StreamBook : IActFold
{
    private readonly SortedDictionary<string, StreamMark> _marks = new(StringComparer.Ordinal);

    /// <summary>How often an older copy was put in place lawfully.</summary>
    public long Epoch { get; private set; }

    /// <summary>The last mark of each stream, by name.</summary>
    public IReadOnlyCollection<StreamMark> Marks => _marks.Values;

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case StreamsMarked marked:
                foreach (var mark in marked.Marks)
                    _marks[mark.Stream] = mark;
                break;
            case HistoryRestored restored:
                Epoch = restored.Epoch;
                _marks.Clear();
                foreach (var mark in restored.Marks)
                    _marks[mark.Stream] = mark;
                break;
        }
    }

    /// <summary>Those of some marks that say something new.</summary>
    public IReadOnlyList<StreamMark> Fresh(IEnumerable<StreamMark> marks) =>
        [.. marks.Where(mark => _marks.GetValueOrDefault(mark.Stream) != mark)];
}

/// <summary>The house puts on record where the journal's streams stand.</summary>
public sealed record MarkStreams(string Key, IReadOnlyList<StreamMark> Marks) : Command(Key, null, "")
{
    public override string Name => "log.mark";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.System)
            return Refused(RefusalKind.Forbidden, "The house marks its own streams.");
        var book = state.Of<StreamBook>();
        if (book.Marks.Any(known => Marks.Any(mark => mark.Stream == known.Stream && mark.Next < known.Next)))
            return Refused(RefusalKind.Conflict, "A stream has become shorter than it was marked.");
        var fresh = book.Fresh(Marks);
        return fresh.Count == 0 ? Refused(RefusalKind.Conflict, "No stream has grown.") : Done("", new StreamsMarked(book.Epoch, fresh));
    }
}

/// <summary>Asks that an older copy of the journal, put in the newer one's place, be the history from now on. A second admin or overseer
/// agrees.</summary>
/// <param name="Marks">Where every stream stands by the copy.</param>
public sealed record RestoreHistory(string Key, IReadOnlyList<StreamMark> Marks, string Reason) : Command(Key, null, "")
{
    private static readonly Role[] Seconds = [Role.Admin, Role.Overseer];

    public override string Name => "log.restore";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.Overseer))
            return Refused(RefusalKind.Forbidden, "An admin or an overseer asks for it.");
        if (CaseText.Fault(Reason, CaseText.LineMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "reason");
        var restored = new HistoryRestored(state.Of<StreamBook>().Epoch + 1, Marks, Reason);
        return Proposed(state, actor, nowUs, Seconds, "journal", "An older copy of the journal is the history from now on.", restored);
    }
}
