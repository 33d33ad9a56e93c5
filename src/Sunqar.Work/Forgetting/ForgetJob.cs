using System.Globalization;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Retention;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Work.Forgetting;

/// <summary>Who is past every limit at one moment.</summary>
/// <param name="Known">Subjects that have a key.</param>
/// <param name="Held">How many are held, by what holds them.</param>
/// <param name="Due">Those whom nothing holds.</param>
public sealed record ForgetPlan(long Known, IReadOnlyDictionary<Touch, long> Held, IReadOnlyList<SubjectId> Due);

/// <param name="Spared">Of those that were due, met again before the keys were destroyed.</param>
public sealed record ForgetResult(ForgetPlan Plan, long Forgotten, long Spared);

/// <summary>Forgets: computes from all facts who is past every limit, records it as acts, and destroys their keys. Facts stay, and name
/// nobody.</summary>
public static class ForgetJob
{
    /// <summary>Reads every fact that touches a subject.</summary>
    public static ForgetPlan Plan(IJournal journal, KeyStore keys, RetentionLimits limits, long nowUs)
    {
        var fold = new RetentionFold(limits, nowUs);
        foreach (var recorded in journal.Read(Streams.Cases))
            fold.Apply(recorded.Fact);
        foreach (var measure in journal.Read<MeasureTook>(Streams.Payments))
            fold.Apply(measure);
        foreach (var ended in journal.Read<MeasureEnded>(Streams.Payments))
            fold.Apply(ended);
        foreach (var act in journal.Read<Act>(Streams.Acts))
            fold.Apply(act);
        fold.EndCases();
        // Parts of an import that never became whole introduced subjects too.
        foreach (var recorded in journal.Read(Streams.Imports))
            Transfers(recorded.Fact is ImportPart part ? part.Content : recorded.Fact, recorded.RecordedUs, fold);
        journal.ReadPayments(Streams.Payments, 0, new Payments(fold, Aifc(journal)));

        var held = new Dictionary<Touch, long>();
        var due = new List<SubjectId>();
        var known = keys.Subjects();
        foreach (var subject in known)
        {
            if (fold.HeldBy(subject) is { } touch)
                held[touch] = held.GetValueOrDefault(touch) + 1;
            else
                due.Add(subject);
        }
        return new ForgetPlan(known.Count, held, due);
    }

    /// <param name="settle">How long to wait until whoever was met before has a fact on disk; nothing where nobody decides beside.</param>
    /// <exception cref="IOException">The acts or the key store could not be written; the next run goes on.</exception>
    public static async Task<ForgetResult> RunAsync(
        IJournal journal,
        KeyStore keys,
        ActDesk desk,
        RetentionLimits limits,
        TimeSpan settle,
        CancellationToken cancel
    )
    {
        keys.WatchMeetings();
        await Task.Delay(settle, cancel);
        var nowUs = desk.NowUs;
        var plan = await Task.Run(() => Plan(journal, keys, limits, nowUs), cancel);
        if (plan.Due.Count == 0)
            return new ForgetResult(plan, 0, 0);
        // First the word, then the deed: a crash in between leaves the deed to the next run, and no key goes unrecorded.
        await RecordAsync(desk, plan.Due, (part, subjects) => new ForgetSubjects(Key("forget", nowUs, part), limits.Version, subjects));
        var spared = await Task.Run(() => keys.DestroyUnmet(plan.Due), CancellationToken.None);
        await RecordAsync(desk, spared, (part, subjects) => new SpareSubjects(Key("spare", nowUs, part), subjects));
        return new ForgetResult(plan, plan.Due.Count - spared.Count, spared.Count);
    }

    /// <summary>After a backup was put back: whom the acts forgot is forgotten once more. Returns how many were there.</summary>
    public static int ForgetAgain(IJournal journal, KeyStore keys)
    {
        var forgotten = new HashSet<SubjectId>();
        foreach (var what in journal.Read<Act>(Streams.Acts).SelectMany(act => act.What))
        {
            if (what is SubjectsForgotten those)
                forgotten.UnionWith(those.Subjects);
            if (what is SubjectsSpared spared)
                forgotten.ExceptWith(spared.Subjects);
        }
        return keys.Destroy(forgotten);
    }

    private static string Key(string what, long nowUs, int part) => string.Create(CultureInfo.InvariantCulture, $"{what}-{nowUs}-{part}");

    private static async Task RecordAsync(
        ActDesk desk,
        IReadOnlyList<SubjectId> subjects,
        Func<int, IReadOnlyList<SubjectId>, Command> command
    )
    {
        foreach (var (part, chunk) in subjects.Chunk(ForgetSubjects.SubjectsMax).Index())
        {
            var answer = await desk.DoAsync(command(part, chunk), Actor.House);
            if (!answer.IsDone)
                throw new IOException($"Nobody is forgotten, because it could not be recorded: {answer.Text}");
        }
    }

    private static void Transfers(Fact fact, long recordedUs, RetentionFold fold)
    {
        if (fact is not TransfersImported imported)
            return;
        foreach (var transfer in imported.Transfers)
            fold.Transfer(in transfer, recordedUs);
    }

    /// <summary>Codes of those whom a register ever listed under the AIFC's rules, as payments carry them.</summary>
    private static HashSet<string> Aifc(IJournal journal) =>
        journal
            .Read<PlatformsListed>(Streams.Registry)
            .SelectMany(listed => listed.Listings)
            .Where(listing => listing.Regime == PlatformListing.Aifc)
            .Select(listing => listing.Code)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private sealed class Payments(RetentionFold fold, HashSet<string> aifc) : IDecidedPaymentSink
    {
        public void Add(in DecidedPaymentRow row) =>
            fold.Payment(
                row.Sender,
                row.Recipient,
                row.Device,
                row.ReadCircumstances(),
                row.TimeUs,
                row.RecordedUs,
                IsAifc(row.Platform) || IsAifc(row.Institution)
            );

        private bool IsAifc(ReadOnlySpan<byte> code) => !code.IsEmpty && aifc.Count > 0 && aifc.Contains(Encoding.UTF8.GetString(code));
    }
}
