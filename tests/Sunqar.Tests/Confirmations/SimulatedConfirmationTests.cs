using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Rehearsal;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;
using Sunqar.Work.Replaying;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>A simulated country's customers answer for what waits, and impostors do: planted against found.</summary>
public sealed class SimulatedConfirmationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sunqar-answers-").FullName;

    [Fact]
    public async Task Customers_are_released_impostors_are_caught_and_a_replay_agrees()
    {
        var files = new DataFiles(Path.Combine(_root, "data"));
        var options = new CountryOptions
        {
            People = 12_000,
            Days = 20,
            Seed = 7,
        };
        RunSummary Run() => new RehearsalJob(files, options, new ProgressBoard()).Run(TestContext.Current.CancellationToken).Summary;
        var first = Run().Confirmations!;
        Assert.Equal(first, Run().Confirmations);
        Assert.All(
            new[] { first.TopUps, first.Withdrawals },
            all =>
            {
                Assert.Equal(all.Impostors, all.Caught + all.Missed);
                Assert.Equal(all.Held, all.Confirmed + all.LateOrRefused + all.TurnedAway + all.Impostors);
                Assert.NotEqual(0, all.Caught);
            }
        );
        Assert.NotEqual(0, first.TopUps.Confirmed);
        // Each withdrawal was answered with finger and face; who is missed by one alone is caught by the other.
        Assert.Equal(first.Withdrawals.Impostors, first.Face.Impostors);
        Assert.Equal(first.Withdrawals.Impostors, first.Finger.Impostors);
        Assert.Equal(first.Withdrawals.Held, first.Face.Holders + first.Face.Impostors);
        Assert.All(
            new[] { first.Finger, first.Face },
            one =>
            {
                Assert.Equal(one.Impostors, one.Caught + one.Missed);
                Assert.True(one.HoldersMissed <= first.Withdrawals.TurnedAway && first.Withdrawals.Missed <= one.Missed);
            }
        );
        // Who got his telephone enrolled on a stolen IIN is believed: no signature tells him from the holder.
        var answerers = File.ReadLines(files.Confirmations).Select(line => line.Split(',')[2]).ToList();
        Assert.Equal(answerers.Count(who => who == "enrolled"), first.TopUps.Missed);

        using var folder = DataFolder.Open(files.Path);
        Assert.Equal(0, ReplayJob.Verify(folder.Journal).Different);
        Assert.True(SimulatedData.IsHeldBy(folder.Journal, isAboutTo: false));
        // A server that opens the folder knows every key and challenge of it.
        await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh, warn: _ => { });
        var enrolled = folder.Journal.Read<Act>(Streams.Acts).SelectMany(act => act.What).OfType<DeviceEnrolled>().Count();
        Assert.Equal(enrolled, desk.Read(state => state.Of<ConfirmationBook>().Keys.Count));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
