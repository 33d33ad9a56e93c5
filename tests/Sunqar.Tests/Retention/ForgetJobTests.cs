using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Retention;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Storage;
using Sunqar.Work.Acting;
using Sunqar.Work.Forgetting;
using Xunit;

namespace Sunqar.Tests.Retention;

/// <summary>Forgetting on a real folder: the act, the key, the backups.</summary>
public sealed class ForgetJobTests : IDisposable
{
    private const string Old = "800416100254",
        Recent = "680503250034";

    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;

    private readonly TempFolder _folder = new();
    private readonly DayClock _clock = new();
    private readonly DataFolder _data;

    public ForgetJobTests()
    {
        _data = DataFolder.Open(_folder["data"], clock: _clock);
        Pay(Old, "KZ75125KZT1001300335", Today.AddYears(-6));
        Pay(Recent, "KZ75125KZT1001300336", Today.AddYears(-6));
        Pay(Recent, "KZ75125KZT1001300336", Today.AddYears(-1));
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    /// <summary>What the journal takes, it takes on the day of the payment: the later of event and record counts.</summary>
    private sealed class DayClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Today;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private void Pay(string iin, string account, DateTimeOffset at)
    {
        _clock.Now = at;
        var batch = new SealedBatch();
        _data.Sealer.Seal(
            [
                new Payment
                {
                    Id = "P-" + at.Ticks + iin,
                    Kind = PaymentKind.CardTopUp,
                    TimeUs = (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
                    Amount = new Money(100, Currency.Kzt),
                    Institution = "CASPKZKA",
                    Sender = new Party(iin, account, null, "Akhmet Baitursynuly", true),
                },
            ],
            batch
        );
        using var writer = _data.Journal.Open(Streams.Payments);
        var facts = new FactBatch();
        foreach (var fact in batch.Introductions)
            facts.Add(fact);
        foreach (var payment in batch.Payments)
            facts.Add(new PaymentDecided(payment, new Decision(Outcome.Allow, [], "builtin", 0)));
        writer.Enqueue(facts).OrThrow();
        writer.Flush().OrThrow();
        _data.Sealer.Confirm(batch);
    }

    private SubjectId Find(string iin) => _data.Keys.Find(SubjectKind.Person, iin);

    private async Task<ForgetResult> RunAsync(TimeSpan settle = default)
    {
        await using var desk = new ActDesk(_data.Journal, _data.Keys, ActFolds.Fresh);
        return await ForgetJob.RunAsync(
            _data.Journal,
            _data.Keys,
            desk,
            ShippedLimits.Instance,
            settle,
            TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task Who_is_past_every_limit_is_forgotten_and_the_act_says_whom_and_by_which_limits()
    {
        var (old, recent) = (Find(Old), Find(Recent));
        var result = await RunAsync();
        Assert.Equal((4, 2, 2, 0), (result.Plan.Known, result.Plan.Due.Count, result.Forgotten, result.Spared));
        Assert.Equal(2, result.Plan.Held[Touch.Payment]);
        Assert.Equal((SubjectId.None, recent), (Find(Old), Find(Recent)));
        var act = Assert.Single(_data.Journal.Read<Act>(Streams.Acts));
        Assert.Equal((Actor.House, "retention.forget"), (act.Actor, act.Command));
        var forgotten = Assert.IsType<SubjectsForgotten>(Assert.Single(act.What));
        Assert.Equal(ShippedLimits.Instance.Version, forgotten.LimitsVersion);
        Assert.Contains(old, forgotten.Subjects);
        Assert.Equal(2, forgotten.Subjects.Count);
        var named = _data.Journal.Read<SubjectNamed>(Streams.Payments).ToList();
        Assert.Null(_data.Keys.Unseal(old, named.Single(fact => fact.Subject == old).Name, SealedField.Name));
        Assert.Equal("Akhmet Baitursynuly", _data.Keys.Unseal(recent, named.First(fact => fact.Subject == recent).Name, SealedField.Name));
        // Again: nobody is left to forget, and nothing is said.
        Assert.Equal(0, (await RunAsync()).Forgotten);
        Assert.Single(_data.Journal.Read<Act>(Streams.Acts));
        // Whoever comes back is somebody new.
        Pay(Old, "KZ75125KZT1001300335", Today);
        Assert.NotEqual(old, Find(Old));
    }

    [Fact]
    public async Task Who_pays_in_the_middle_of_it_is_spared_and_the_acts_say_so()
    {
        var old = Find(Old);
        var running = RunAsync(TimeSpan.FromMilliseconds(300));
        // Sealed after the watch began, and not yet a fact when the facts are read.
        _data.Sealer.Seal(
            [
                new Payment
                {
                    Id = "P-now",
                    Kind = PaymentKind.CardTopUp,
                    TimeUs = 1,
                    Amount = new Money(1, Currency.Kzt),
                    Institution = "CASPKZKA",
                    Sender = new Party(Old, null, null, null, true),
                },
            ],
            new SealedBatch()
        );
        var result = await running;
        Assert.Equal((2, 1, 1), (result.Plan.Due.Count, result.Forgotten, result.Spared));
        Assert.Equal(old, Find(Old));
        Assert.Equal(
            old,
            Assert.Single(_data.Journal.Read<Act>(Streams.Acts).SelectMany(act => act.What).OfType<SubjectsSpared>().Single().Subjects)
        );
    }

    [Fact]
    public async Task A_backup_put_back_brings_everybody_but_those_who_were_forgotten_since()
    {
        var backups = new KeyBackups(_folder["data"]);
        var file = _folder["keys.backup"];
        backups.Create(file, 1_000);
        var recent = Find(Recent);
        await RunAsync();
        _data.Dispose();
        Directory.Delete(Path.Combine(_folder["data"], "keys"), recursive: true);
        backups.Restore(file);
        using var data = DataFolder.Open(_folder["data"]);
        Assert.Equal(recent, data.Keys.Find(SubjectKind.Person, Recent));
        Assert.NotEqual(SubjectId.None, data.Keys.Find(SubjectKind.Person, Old));
        Assert.Equal(2, ForgetJob.ForgetAgain(data.Journal, data.Keys));
        Assert.Equal((SubjectId.None, recent), (data.Keys.Find(SubjectKind.Person, Old), data.Keys.Find(SubjectKind.Person, Recent)));
    }

    [Fact]
    public void A_backup_whose_time_is_over_is_closed_for_everybody()
    {
        var backups = new KeyBackups(_folder["data"]);
        backups.Create(_folder["one"], 1_000);
        backups.Create(_folder["two"], 2_000);
        var keys = Directory.GetFiles(_folder["data.backup-keys"]);
        Assert.Equal(2, keys.Length);
        Assert.All(
            keys,
            key => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(key) == (UnixFileMode.UserRead | UnixFileMode.UserWrite))
        );
        Assert.Equal(1, backups.Expire(2_000));
        _data.Dispose();
        Directory.Delete(Path.Combine(_folder["data"], "keys"), recursive: true);
        Assert.Contains(
            "time is over",
            Assert.Throws<KeyStoreException>(() => backups.Restore(_folder["one"])).Message,
            StringComparison.Ordinal
        );
        backups.Restore(_folder["two"]);
        Assert.Contains(
            "only put where there is none",
            Assert.Throws<KeyStoreException>(() => backups.Restore(_folder["two"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_backup_that_was_touched_is_refused()
    {
        var backups = new KeyBackups(_folder["data"]);
        var file = _folder["backup"];
        backups.Create(file, 1_000);
        Assert.Throws<KeyStoreException>(() => backups.Create(file, 1_001));
        var good = File.ReadAllBytes(file);
        _data.Dispose();
        Directory.Delete(Path.Combine(_folder["data"], "keys"), recursive: true);
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
        {
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, i % 4 == 0 ? good[..random.Next(good.Length)] : bad);
            Assert.ThrowsAny<IOException>(() => backups.Restore(file));
        }
        Assert.False(
            Directory.Exists(Path.Combine(_folder["data"], "keys")) && Directory.GetFiles(Path.Combine(_folder["data"], "keys")).Length > 0
        );
        File.WriteAllBytes(file, good);
        backups.Restore(file);
    }
}
