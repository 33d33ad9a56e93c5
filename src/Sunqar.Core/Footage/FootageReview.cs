using Sunqar.Core.Merkle;

namespace Sunqar.Core.Footage;

/// <summary>What a review is held against, beside the manifest.</summary>
/// <param name="NowUs">The moment of the review, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Uptime">As declared; a terminal of which nothing is declared should have run from its first recording to its last.</param>
/// <param name="ReceivedUs">When the agency got a head; null where it never did. Null itself where no receipts are at hand.</param>
public sealed record ReviewTerms(
    long NowUs,
    IReadOnlyList<DeclaredUptime> Uptime,
    IReadOnlyList<FootageHold> Holds,
    Func<TreeHead, long?>? ReceivedUs
);

/// <summary>
/// Goes through a bank's manifest and tells what is wrong. First every line in order, then <see cref="EndLines"/>, then withdrawals in any
/// order, then <see cref="Scores"/>. Pure: the same lines and terms give the same findings in the same order. Not for two threads at
/// once.
/// </summary>
public sealed partial class FootageReview
{
    /// <summary>A signature and its receipt lie closer together than this, or one of them bears a false time.</summary>
    public const long SignedReceivedUsMax = 3_600_000_000L;

    /// <summary>A shorter black stretch is a door that moves or a car's lights.</summary>
    private const int BlackMsMin = 5_000;

    private readonly ReviewTerms _terms;
    private readonly Action<FootageFinding> _tell;
    private readonly Dictionary<(string Terminal, string Camera), CameraTrack> _cameras = [];
    private readonly Dictionary<string, TerminalTrack> _terminals = new(StringComparer.Ordinal);
    private readonly ILookup<string, FootageHold> _holds;
    private readonly List<(TerminalTrack Terminal, CameraTrack Camera, long StartUs, long EndUs)> _uncommitted = [];
    private CommitDay _day;
    private long _headGrave;

    public FootageReview(ReviewTerms terms, Action<FootageFinding> tell)
    {
        (_terms, _tell) = (terms, tell);
        _holds = terms.Holds.ToLookup(hold => hold.Terminal, StringComparer.Ordinal);
    }

    private sealed class TerminalTrack(string id)
    {
        public string Id { get; } = id;

        public List<CameraTrack> Cameras { get; } = [];

        public long Segments,
            OnTime,
            Withdrawals,
            Found,
            Grave,
            OwedUs,
            SeenUs;
    }

    /// <summary>The day whose recordings are being committed: its limits are asked of the calendar once.</summary>
    private readonly record struct CommitDay(long FromUs, long ToUs, long DueUs);

    /// <param name="leafHash">Of its line.</param>
    public void Take(Segment segment, ReadOnlyMemory<byte> leafHash)
    {
        var camera = Camera(segment.Terminal, segment.Camera);
        var terminal = _terminals[segment.Terminal];
        if (!segment.Previous.Span.SequenceEqual(camera.LastHash.Span))
            Tell(FootageFault.ChainBroken, camera, segment.StartUs, segment.EndUs);
        camera.LastHash = leafHash;
        terminal.Segments++;
        if (!camera.Add(segment.StartUs, segment.EndUs))
        {
            terminal.Grave++;
            Tell(FootageFault.Replaced, camera, segment.StartUs, segment.EndUs);
            return;
        }
        Clock(segment, camera);
        Look(segment, camera);
        _uncommitted.Add((terminal, camera, segment.StartUs, segment.EndUs));
    }

    public void Take(Deletion deletion)
    {
        var key = deletion.Segment;
        var camera = Camera(key.Terminal, key.Camera);
        if (camera.Of(key.StartUs) is not { } recorded || !camera.Delete(key.StartUs))
        {
            Tell(FootageFault.DeletedUnknown, camera, key.StartUs, deletion.AtUs);
            return;
        }
        var isHeld = _holds[key.Terminal].Any(hold => hold.Holds(key.Terminal, recorded.FromUs, recorded.ToUs, deletion.AtUs));
        var isEarly = deletion.AtUs < FootageTerms.OwedUntilUs(recorded.ToUs);
        if (!isHeld && !isEarly)
            return;
        _terminals[key.Terminal].Grave++;
        Tell(isHeld ? FootageFault.DeletedUnderHold : FootageFault.DeletedEarly, camera, key.StartUs, deletion.AtUs);
    }

    /// <summary>Everything taken before stands under this head.</summary>
    public void Take(TreeHead head)
    {
        var committedUs = head.TimeUs;
        if (_terms.ReceivedUs is { } received)
        {
            var atUs = received(head);
            // What nobody received is committed now, at the review.
            committedUs = atUs ?? _terms.NowUs;
            if (atUs is null)
                Tell(FootageFault.Unreceipted, "", "", head.TimeUs, head.TimeUs);
            else if (Math.Abs(atUs.Value - head.TimeUs) > SignedReceivedUsMax)
                Grave(FootageFault.BackDated, head.TimeUs, atUs.Value);
        }
        foreach (var (terminal, camera, startUs, endUs) in _uncommitted)
        {
            if (endUs > head.TimeUs)
            {
                terminal.Grave++;
                Tell(FootageFault.BackDated, camera, startUs, endUs);
            }
            else if (committedUs > DueUs(endUs))
            {
                Tell(FootageFault.LateCommitment, camera, startUs, committedUs);
            }
            else
            {
                terminal.OnTime++;
            }
        }
        _uncommitted.Clear();
    }

    private void Grave(FootageFault fault, long fromUs, long toUs)
    {
        _headGrave++;
        Tell(fault, "", "", fromUs, toUs);
    }

    private long DueUs(long endUs)
    {
        if (endUs < _day.FromUs || endUs >= _day.ToUs)
        {
            var clock = Times.LocalTime.Kazakhstan;
            var day = clock.Day(endUs);
            _day = new CommitDay(clock.StartUs(day), clock.EndUs(day), FootageTerms.CommitDueUs(endUs));
        }
        return _day.DueUs;
    }

    private void Clock(Segment segment, CameraTrack camera)
    {
        if (segment.ClockOffsetMs is not { } offset)
        {
            camera.ClockUnknown = Counted(camera.ClockUnknown, segment.StartUs);
            return;
        }
        if (Math.Abs((long)offset) > FootageTerms.ClockOffMs)
            Tell(FootageFault.ClockOff, camera, segment.StartUs, segment.EndUs);
        if (camera.LastOffsetMs is { } before && Math.Abs((long)offset - before) > FootageTerms.ClockStepMs)
            Tell(FootageFault.ClockStep, camera, segment.StartUs, segment.StartUs);
        camera.LastOffsetMs = offset;
    }

    private void Look(Segment segment, CameraTrack camera)
    {
        if (segment.Look is not { } look)
        {
            camera.NotLooked = Counted(camera.NotLooked, segment.StartUs);
            return;
        }
        foreach (var stretch in look.Black)
        {
            var span = Span(segment, stretch);
            camera.Black.Add(span);
            if (stretch.ToMs - stretch.FromMs >= BlackMsMin)
                Tell(FootageFault.Black, camera, span.FromUs, span.ToUs);
        }
        foreach (var stretch in look.Frozen)
            camera.Frozen.Add(Span(segment, stretch));
        foreach (var stretch in look.ClockStopped)
        {
            var span = Span(segment, stretch);
            camera.ClockStopped.Add(span);
            Tell(FootageFault.ClockStopped, camera, span.FromUs, span.ToUs);
        }
    }

    private static TimeSpanUs Span(Segment segment, Stretch stretch) =>
        new(segment.StartUs + stretch.FromMs * 1000L, Math.Min(segment.EndUs, segment.StartUs + stretch.ToMs * 1000L));

    private static (long Count, long FromUs) Counted((long Count, long FromUs) sofar, long startUs) =>
        (sofar.Count + 1, sofar.Count == 0 ? startUs : sofar.FromUs);

    private CameraTrack Camera(string terminal, string camera)
    {
        if (_cameras.TryGetValue((terminal, camera), out var known))
            return known;
        if (!_terminals.TryGetValue(terminal, out var of))
            _terminals[terminal] = of = new TerminalTrack(terminal);
        var track = new CameraTrack(terminal, camera);
        of.Cameras.Add(track);
        return _cameras[(terminal, camera)] = track;
    }

    private void Tell(FootageFault fault, CameraTrack camera, long fromUs, long toUs) =>
        Tell(fault, camera.Terminal, camera.Camera, fromUs, toUs);

    private void Tell(FootageFault fault, string terminal, string camera, long fromUs, long toUs) =>
        _tell(new FootageFinding(fault, terminal, camera, fromUs, toUs));
}
