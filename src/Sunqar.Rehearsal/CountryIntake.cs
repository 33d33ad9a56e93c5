using System.Collections.Concurrent;
using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Chain;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;
using Sunqar.Work.Replaying;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>
/// Streams a simulated country through the way of every payment: sealed, decided, appended. Days are generated ahead on another thread;
/// deciding has one thread, because a stream has one writer and the order of its payments is the order of their windows.
/// </summary>
internal sealed class CountryIntake(Country country, DataFolder folder)
{
    private const int DaysAhead = 2;
    private const int ChainFactTransfers = 1_000,
        EnergyFactDelegations = 1_000;

    /// <summary>The shipped rulebook holds for all simulated time; its rules carry their own dates.</summary>
    private const long RulebookFromUs = 0;

    private readonly Payment[] _run = new Payment[512];

    private Task<AppendOutcome> _flushing = Task.FromResult(default(AppendOutcome));

    /// <summary>Payments decided so far.</summary>
    public long Payments { get; private set; }

    /// <summary>Lives the whole country into the journal and writes its truth: <paramref name="truth"/> for typologies, <paramref
    /// name="ruleTruth"/> for rules.</summary>
    /// <exception cref="IOException">The journal could not take a batch; what it took before is there.</exception>
    /// <param name="answers">Takes who answered for payments that waited; null where nobody is asked, as in the country's files.</param>
    public void Run(TextWriter truth, TextWriter ruleTruth, TextWriter? answers, Action<double?, string> report, CancellationToken cancel)
    {
        AppendRegister();
        AppendHistory();
        var (looked, rulebook) = (Lookups.Of(folder.Journal), ShippedRulebook.Instance);
        var lookups = looked.Picture;
        using var payments = folder.Journal.Open(Streams.Payments);
        using var chain = folder.Journal.Open(Streams.Chain);
        using var archive = new PaymentArchive(folder.Journal, Streams.Payments, folder.PaymentIds, folder.Sealer);
        var decider = new Decider(folder.Sealer, folder.PaymentIds, archive);
        decider.Begin(new DecisionEngine(rulebook, lookups.Rates), folder.Journal.Head(Streams.Payments).Next);
        decider.Registry = lookups.Registry;
        // A replay decides under the rulebook of the day, so it stands ahead of the first decision.
        decider.Open.Mark(new RulebookPublished(rulebook.Version, rulebook.Text, RulebookFromUs));
        using var confirmations = answers is null ? null : new SimulatedConfirmations(folder, country.Options.Seed, answers);
        var chainBatch = new FactBatch();
        // The country's files say nothing of what is traced meanwhile, as they do not of what is answered.
        var surveys = answers is null ? null : new SimulatedSurveys(folder.Journal, looked);
        PlantedTruth.WriteHeader(truth);
        PlantedTruth.WriteHeader(ruleTruth);
        foreach (var day in Ahead(country.Days(cancel), cancel))
        {
            var runners = Runners(day);
            for (var from = 0; from < day.PaymentCount; from += _run.Length)
                Decide(day, from, decider, payments, confirmations, runners);
            foreach (var transfers in day.Chain.Chunk(ChainFactTransfers))
            {
                chainBatch.Add(new ChainSeen(transfers));
                if (chainBatch.IsFull)
                    HandOver(chain, chainBatch);
            }
            surveys?.Take([.. day.Chain], decider);
            PlantedTruth.Write(truth, day.Truth);
            PlantedTruth.Write(ruleTruth, day.RuleTruth);
            report((day.Number + 1.0) / country.Options.Days, RunProgress.Count(Payments, "payments decided"));
        }
        confirmations?.Finish(decider);
        HandOver(payments, decider);
        HandOver(chain, chainBatch);
        Land(decider);
        chain.Flush().OrThrow();
        using var last = folder.Journal.Open(Streams.Registry);
        last.AppendAsync(Simulated(complete: true)).AsTask().GetAwaiter().GetResult().OrThrow();
    }

    /// <summary>Last year's closed cases come as facts, so that a year can stand beside the last.</summary>
    public static IEnumerable<CaseClosed> LastYear(Country country) =>
        country.History.Select(closed => new CaseClosed(
            closed.Id,
            closed.Closed.Year,
            closed.Kind,
            closed.Name,
            LocalTime.Kazakhstan.StartUs(closed.Closed),
            closed.TurnoverUsdMicro,
            closed.SeizedUsdtMicro,
            closed.FrozenUsdtMicro,
            closed.RecoveredUsdtMicro,
            closed.Kind == CaseKinds.SiteBlock ? 1 : 0,
            (Int128)closed.CashTiyn * 10_000
        ));

    private void AppendHistory()
    {
        using var writer = folder.Journal.Open(Streams.Cases);
        var batch = new FactBatch();
        foreach (var closed in LastYear(country))
            batch.Add(closed);
        writer.Enqueue(batch).OrThrow();
        writer.Flush().OrThrow();
    }

    private CountrySimulated Simulated(bool complete) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Simulated country, {country.Options.People:N0} people, {country.Options.Days} days, seed {country.Options.Seed}"
            ),
            complete
        );

    /// <summary>Takes one run of a day's payments the way of every payment (<see cref="Decider"/>).</summary>
    private void Decide(
        CountryDay day,
        int from,
        Decider decider,
        IJournalWriter payments,
        SimulatedConfirmations? confirmations,
        Dictionary<string, string> runners
    )
    {
        var count = Math.Min(_run.Length, day.PaymentCount - from);
        for (var i = 0; i < count; i++)
            _run[i] = day.Payment(from + i);
        folder.Sealer.Seal(_run.AsSpan(0, count), decider.Open.Sealed);
        decider.Introduce();
        var at = 0;
        foreach (ref readonly var payment in decider.Open.Sealed.Payments)
        {
            // The country's clock is its payments' times: a hold that lapsed by then counts.
            decider.Lapse(payment.TimeUs);
            confirmations?.Answer(payment.TimeUs, decider);
            var sender = _run[at++].Sender;
            if (decider.Decide(in payment, payment.TimeUs).Decision is { Outcome: Outcome.VerifySender or Outcome.VerifyBiometrics } held)
                confirmations?.Met(in payment, held, sender?.Iin, runners.GetValueOrDefault(payment.Id, ""));
        }
        Payments += count;
        if (decider.Open.IsFull)
            HandOver(payments, decider);
    }

    /// <summary>Which withdrawals somebody makes who empties others' cards, and who: the truth, of which answers alone are made.</summary>
    private static Dictionary<string, string> Runners(CountryDay day) =>
        day
            .Truth.Where(row => row.Role == "dropper")
            .GroupBy(row => row.TransferId, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => "runner " + rows.First().PatternId, StringComparer.Ordinal);

    /// <summary>One group is written while the next is decided.</summary>
    private void HandOver(IJournalWriter payments, Decider decider)
    {
        Land(decider);
        decider.Close();
        if (decider.Flight is { } group)
            _flushing = payments.AppendAsync(group.Batch).AsTask();
    }

    private void Land(Decider decider)
    {
        if (decider.Flight is not { } group)
            return;
        _flushing.GetAwaiter().GetResult().OrThrow();
        decider.Land(group);
        decider.Free(group);
    }

    private static void HandOver(IJournalWriter writer, FactBatch batch)
    {
        if (batch.Count > 0)
        {
            writer.Enqueue(batch).OrThrow();
            batch.Clear();
        }
    }

    private void AppendRegister()
    {
        using var writer = folder.Journal.Open(Streams.Registry);
        var batch = new FactBatch();
        foreach (
            var fact in (IEnumerable<Fact>)
                [
                    Simulated(complete: false),
                    new PlatformsListed("simulated register", country.Registry),
                    new LabelsAttributed(country.WalletLabels),
                    .. country.EnergyDelegations.Chunk(EnergyFactDelegations).Select(run => new EnergyDelegated("simulated country", run)),
                    .. country.Rates,
                ]
        )
        {
            batch.Add(fact);
        }
        writer.Enqueue(batch).OrThrow();
        writer.Flush().OrThrow();
    }

    /// <summary>The same days, made by another thread a little ahead of the reader.</summary>
    private static IEnumerable<CountryDay> Ahead(IEnumerable<CountryDay> days, CancellationToken cancel)
    {
        using var made = new BlockingCollection<CountryDay>(DaysAhead);
        var maker = Task.Run(
            () =>
            {
                try
                {
                    foreach (var day in days)
                    {
                        made.Add(day, cancel);
                    }
                }
                finally
                {
                    made.CompleteAdding();
                }
            },
            cancel
        );
        foreach (var day in made.GetConsumingEnumerable(cancel))
        {
            yield return day;
        }
        maker.GetAwaiter().GetResult();
    }
}
