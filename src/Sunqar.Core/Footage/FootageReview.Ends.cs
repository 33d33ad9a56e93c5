namespace Sunqar.Core.Footage;

public sealed partial class FootageReview
{
    /// <summary>After the last line: what is missing, what overlaps, what is kept too long.</summary>
    /// <param name="keptDays">As the bank says.</param>
    public void EndLines(int keptDays)
    {
        var declared = _terms.Uptime.ToLookup(uptime => uptime.Terminal, StringComparer.Ordinal);
        // A terminal or camera that is declared and of which nothing was ever committed has gaps all the same.
        foreach (var uptime in _terms.Uptime)
        {
            if (uptime.Camera.Length > 0 || !_terminals.ContainsKey(uptime.Terminal))
                Camera(uptime.Terminal, uptime.Camera);
        }
        foreach (var terminal in _terminals.Values.OrderBy(one => one.Id, StringComparer.Ordinal))
        {
            var owed = declared[terminal.Id].ToList();
            foreach (var camera in terminal.Cameras)
            {
                camera.Sort();
                Overlaps(camera);
                foreach (var span in Owed(terminal, camera, owed))
                    Coverage(terminal, camera, span);
                KeptTooLong(camera, keptDays);
                if (camera.ClockUnknown is { Count: > 0 } unknown)
                    TellOf(FootageFault.ClockUnknown, camera, unknown);
                if (camera.NotLooked is { Count: > 0 } unseen)
                    TellOf(FootageFault.NotLooked, camera, unseen);
            }
        }
    }

    /// <summary>Looks for a withdrawal in the footage of its terminal; one of a terminal that this bank neither recorded nor declared is
    /// another bank's.</summary>
    public void Withdrawal(string id, string terminal, long timeUs)
    {
        if (!_terminals.TryGetValue(terminal, out var track))
            return;
        track.Withdrawals++;
        var (isSeen, isAlive) = (false, false);
        foreach (var camera in track.Cameras)
        {
            if (!camera.Covers(timeUs) || Within(camera.Black, timeUs))
                continue;
            isSeen = true;
            isAlive |= !Within(camera.Frozen, timeUs) && !Within(camera.ClockStopped, timeUs);
        }
        if (isAlive)
        {
            track.Found++;
            return;
        }
        _tell(
            new FootageFinding(
                isSeen ? FootageFault.WithdrawalFrozen : FootageFault.WithdrawalUnseen,
                terminal,
                "",
                timeUs,
                timeUs,
                About: id
            )
        );
    }

    /// <summary>After the last withdrawal: each terminal's score, and the bank's last.</summary>
    public IReadOnlyList<FootageScore> Scores()
    {
        var scores = _terminals
            .Values.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new FootageScore(
                one.Id,
                one.OwedUs,
                one.SeenUs,
                one.Segments,
                one.OnTime,
                one.Withdrawals,
                one.Found,
                one.Grave
            ))
            .ToList();
        return [.. scores, scores.Aggregate(new FootageScore("", 0, 0, 0, 0, 0, 0, _headGrave), (all, one) => all.With(one))];
    }

    private static IEnumerable<TimeSpanUs> Owed(TerminalTrack terminal, CameraTrack camera, List<DeclaredUptime> declared)
    {
        if (declared.Count > 0)
        {
            return declared
                .Where(uptime => uptime.Camera.Length == 0 || uptime.Camera == camera.Camera)
                .Select(uptime => new TimeSpanUs(uptime.FromUs, uptime.ToUs));
        }
        var (fromUs, toUs) = (long.MaxValue, long.MinValue);
        foreach (var one in terminal.Cameras.Where(one => one.Count > 0))
        {
            one.Sort();
            fromUs = Math.Min(fromUs, one.At(0).FromUs);
            toUs = Math.Max(toUs, one.At(one.Count - 1).ToUs);
        }
        return fromUs < toUs ? [new TimeSpanUs(fromUs, toUs)] : [];
    }

    private void Overlaps(CameraTrack camera)
    {
        var endUs = 0L;
        for (var n = 0; n < camera.Count; n++)
        {
            var span = camera.At(n);
            if (span.FromUs < endUs - FootageTerms.SeamUs)
                Tell(FootageFault.Overlap, camera, span.FromUs, Math.Min(endUs, span.ToUs));
            endUs = Math.Max(endUs, span.ToUs);
        }
    }

    /// <summary>Gaps within a time that is owed; and how much of it is seen.</summary>
    private void Coverage(TerminalTrack terminal, CameraTrack camera, TimeSpanUs owed)
    {
        var reachedUs = owed.FromUs;
        terminal.OwedUs += owed.ToUs - owed.FromUs;
        for (var n = 0; n <= camera.Count; n++)
        {
            var span = n < camera.Count ? camera.At(n) : new TimeSpanUs(owed.ToUs, owed.ToUs);
            if (span.ToUs <= reachedUs && n < camera.Count)
                continue;
            var fromUs = Math.Min(span.FromUs, owed.ToUs);
            if (fromUs > reachedUs + FootageTerms.SeamUs)
                Tell(FootageFault.Gap, camera, reachedUs, fromUs);
            // The moment that a recorder loses between two files counts as recorded.
            var countsFromUs = fromUs > reachedUs + FootageTerms.SeamUs ? fromUs : reachedUs;
            var toUs = Math.Min(n < camera.Count ? span.ToUs : fromUs, owed.ToUs);
            terminal.SeenUs += Math.Max(0, toUs - countsFromUs);
            reachedUs = Math.Max(reachedUs, toUs);
            if (span.FromUs >= owed.ToUs)
                break;
        }
        foreach (var black in camera.Black)
            terminal.SeenUs -= Math.Max(0, Math.Min(black.ToUs, owed.ToUs) - Math.Max(black.FromUs, owed.FromUs));
    }

    private void KeptTooLong(CameraTrack camera, int keptDays)
    {
        var (count, firstUs, lastUs) = (0L, 0L, 0L);
        for (var n = 0; n < camera.Count; n++)
        {
            var span = camera.At(n);
            // A day more is left to the night's run that deletes.
            if (FootageTerms.KeptUntilUs(span.ToUs, keptDays + 1) > _terms.NowUs)
                break;
            if (camera.IsGone(span.FromUs) || IsHeld(camera.Terminal, span))
                continue;
            (count, firstUs, lastUs) = (count + 1, count == 0 ? span.FromUs : firstUs, span.ToUs);
        }
        if (count > 0)
            _tell(new FootageFinding(FootageFault.KeptTooLong, camera.Terminal, camera.Camera, firstUs, lastUs, count));
    }

    private bool IsHeld(string terminal, TimeSpanUs span) =>
        _holds[terminal].Any(hold => hold.Holds(terminal, span.FromUs, span.ToUs, _terms.NowUs));

    private void TellOf(FootageFault fault, CameraTrack camera, (long Count, long FromUs) what) =>
        _tell(new FootageFinding(fault, camera.Terminal, camera.Camera, what.FromUs, what.FromUs, what.Count));

    private static bool Within(List<TimeSpanUs> spans, long timeUs)
    {
        foreach (var span in spans)
        {
            if (timeUs >= span.FromUs && timeUs < span.ToUs)
                return true;
        }
        return false;
    }
}
