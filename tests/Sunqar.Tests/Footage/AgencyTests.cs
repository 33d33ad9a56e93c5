using System.Net;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;
using Sunqar.Tests.Access;
using Sunqar.Work.Footage;
using Xunit;
using static Sunqar.Tests.Footage.FootageSamples;

namespace Sunqar.Tests.Footage;

/// <summary>Banks and the agency over HTTP: manifests with receipts, challenges, answers, holds; and banks that cheat.</summary>
public sealed class AgencyTests : IDisposable
{
    private const string Lost = "A-17_20260115T090000Z";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunqar-agency");

    private string Recordings => Path.Combine(_folder.FullName, "atm");

    private string Manifest => Path.Combine(_folder.FullName, "manifest.ndjson");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public AgencyTests()
    {
        Directory.CreateDirectory(Recordings);
        Record("08", "09", "10");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Record(params ReadOnlySpan<string> hours)
    {
        foreach (var hour in hours)
        {
            var name = $"A-17_20260115T{hour}0000Z";
            File.WriteAllBytes(
                Path.Combine(Recordings, name + ".mp4"),
                [.. File.ReadAllBytes(Clip), .. Box("free", Encoding.ASCII.GetBytes(name))]
            );
        }
        Assert.IsType<SealOutcome.Sealed>(
            new SealJob(new SealOptions(Recordings, ["A-17"]), TimeProvider.System, new NoTools()).Run(Manifest)
        );
    }

    private static HttpClient Bank(StaffedServer server, string bank = StaffedServer.Bank) =>
        server.WithKey(server.Keys.Create(bank, Role.Bank, null));

    private async Task<DeliverOutcome.Done> DeliverAsync(HttpClient bank, bool answers = false) =>
        Assert.IsType<DeliverOutcome.Done>(await new DeliverJob(bank, Key(bank)).RunAsync(Manifest, answers ? Recordings : null, Stop));

    private static string Key(HttpClient bank) => bank.DefaultRequestHeaders.Authorization!.Parameter!;

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient bank, string path, byte[] body)
    {
        using var answer = await bank.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body), Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task<ChallengeStanding> AskedAsync(StaffedServer server)
    {
        using var supervisor = await server.SignedInAsync(Role.Supervisor);
        using var asked = await StaffedServer.PostAsync(supervisor, $"/footage/{StaffedServer.Bank}/challenges");
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        return server.Footage.Bank(StaffedServer.Bank)!.Challenges[^1];
    }

    [Fact]
    public async Task A_bank_delivers_each_night_is_asked_and_shows_and_every_step_is_a_leaf()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        Assert.Equal((4, 0), (await DeliverAsync(bank) is var first ? ((int)first.Size, first.Open) : default));
        Record("11", "12");
        Assert.Equal(6, (await DeliverAsync(bank)).Size);
        // Nothing new is no error, and no act.
        var acts = server.ActsSoFar().Count;
        Assert.Equal(0, (await DeliverAsync(bank)).Bytes);
        Assert.Equal(acts, server.ActsSoFar().Count);
        var asked = await AskedAsync(server);
        Assert.Equal(1, (await DeliverAsync(bank)).Open);
        Assert.Equal((1, 0), (await DeliverAsync(bank, answers: true) is var done ? (done.Answered, done.Missing) : default));
        var known = server.Footage.Bank(StaffedServer.Bank)!;
        Assert.Equal(asked.Asked.Leaves, known.Challenges[0].Answer!.Good);
        Assert.False(known.Challenges[0].Fails(server.Acts.NowUs));
        var leaves = server.ActsSoFar().SelectMany(act => act.What).Select(fact => fact.GetType());
        Assert.Equal(
            [
                typeof(FootageKeyNamed),
                typeof(FootageHeadTaken),
                typeof(FootageHeadTaken),
                typeof(FootageChallenged),
                typeof(FootageAnswered),
            ],
            leaves.Where(type => type.Namespace == typeof(FootageHeadTaken).Namespace)
        );
        var review = await server.Footage.ReviewAsync(known, Stop);
        Assert.Null(review.Trouble);
        Assert.Equal(0, review.Score!.Grave);
        // Recorded in January, delivered today: late, each of them, and said so; received, so none is unreceipted.
        Assert.Equal(review.Score.Segments, review.Counts[FootageFault.LateCommitment]);
        Assert.DoesNotContain(FootageFault.Unreceipted, review.Counts.Keys);
        using var supervisor = await server.SignedInAsync(Role.Supervisor);
        var page = await supervisor.GetStringAsync(new Uri($"/footage/{StaffedServer.Bank}", UriKind.Relative), Stop);
        Assert.Contains("committed late", page, StringComparison.Ordinal);
        Assert.Contains(
            StaffedServer.Bank,
            await supervisor.GetStringAsync(new Uri("/footage", UriKind.Relative), Stop),
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Frauds =>
        new()
        {
            { "another key", "signed by another key" },
            { "a line changed", "lines above are not those that were signed" },
            { "a line left out", "lines above are not those that were signed" },
            { "no head at the end", "not signed" },
            { "cut in a line", "cut off" },
            { "no manifest", "expected" },
            { "from elsewhere", "goes on elsewhere" },
            { "from nowhere", "where in the manifest" },
        };

    /// <summary>What a bank did not sign, or signed anew, is refused with its reason; nothing of it stays, and an honest delivery
    /// follows.</summary>
    [Theory]
    [MemberData(nameof(Frauds))]
    public async Task What_is_not_the_next_of_the_bank_s_own_lines_is_refused_and_leaves_nothing(string how, string said)
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        await DeliverAsync(bank);
        var had = File.ReadAllBytes(Manifest);
        Record("11", "12");
        var rest = Encoding.UTF8.GetString(File.ReadAllBytes(Manifest).AsSpan(had.Length));
        var lines = rest.TrimEnd('\n').Split('\n');
        var (from, body) = how switch
        {
            // Another signer goes on where the bank stopped: its head is over the same lines, and yet not the bank's.
            "another key" => (had.Length, Resigned(File.ReadAllBytes(Manifest), had.Length)),
            "a line changed" => (had.Length, rest.Replace("T11:00", "T11:01", StringComparison.Ordinal)),
            "a line left out" => (had.Length, string.Join('\n', lines[1..]) + "\n"),
            "no head at the end" => (had.Length, string.Join('\n', lines[..^1]) + "\n"),
            "cut in a line" => (had.Length, rest[..^20]),
            "no manifest" => (had.Length, "<html>not a manifest</html>\n"),
            "from elsewhere" => (0, rest),
            _ => (-1, rest),
        };
        var (status, text) = await PostAsync(bank, $"/v1/footage/manifest?from={from}", Encoding.UTF8.GetBytes(body));
        Assert.True((int)status is 400 or 403 or 409, text);
        Assert.Contains(
            said,
            text.Replace("signature is not of the manifest's key", "signed by another key", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Equal(had.Length, server.Footage.Bank(StaffedServer.Bank)!.Head!.Bytes);
        Assert.Equal(6, (await DeliverAsync(bank)).Size);
    }

    private static string Resigned(byte[] whole, int from)
    {
        var manifest = new SampleManifest(Signer(9));
        return Encoding.UTF8.GetString(whole.AsSpan(from)) is var rest
            ? string.Join('\n', rest.TrimEnd('\n').Split('\n')[..^1])
                + "\n"
                + Encoding.UTF8.GetString(manifest.Sign(1).Bytes).Split('\n')[1]
                + "\n"
            : "";
    }

    /// <summary>A bank that made its whole manifest anew under another key is not believed before two of the agency agreed.</summary>
    [Fact]
    public async Task A_manifest_made_anew_needs_two_people_and_old_challenges_fail()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        await DeliverAsync(bank);
        await AskedAsync(server);
        var anew = new SampleManifest(Signer(9)).Add(Segment("A-17", DayUs)).Sign(DayUs + HourUs);
        var (status, text) = await PostAsync(bank, "/v1/footage/manifest?from=0", anew.Bytes);
        Assert.Equal((HttpStatusCode.Conflict, true), (status, text.Contains("elsewhere", StringComparison.Ordinal)));
        using var supervisor = await server.SignedInAsync(Role.Supervisor);
        await StaffedServer.PostAsync(
            supervisor,
            $"/footage/{StaffedServer.Bank}/key",
            ("public", anew.Key.Text),
            ("basis", "the key was lost")
        );
        Assert.NotEqual(anew.Key.Text, server.Footage.Bank(StaffedServer.Bank)!.Key);
        var proposal = server.Acts.Read(state => state.Of<ProposalBook>().All.Single());
        using var head = await server.SignedInAsync(Role.Head, "unit-b");
        await StaffedServer.PostAsync(head, $"/seconds/{proposal.Id}", ("says", "yes"), ("reason", "the bank proved its loss"));
        Assert.Equal(
            (anew.Key.Text, 1),
            (server.Footage.Bank(StaffedServer.Bank)!.Key, server.Footage.Bank(StaffedServer.Bank)!.Generation)
        );
        (status, text) = await PostAsync(bank, "/v1/footage/manifest?from=0", anew.Bytes);
        Assert.True(status == HttpStatusCode.Created, text);
        var review = await server.Footage.ReviewAsync(server.Footage.Bank(StaffedServer.Bank)!, Stop);
        Assert.True(review.Score!.Grave > 0);
        Assert.Equal(0, review.Score.Percent);
    }

    [Theory]
    [InlineData("deletes")]
    [InlineData("swaps")]
    public async Task A_bank_that_has_not_got_it_fails_and_its_first_answer_counts(string how)
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        await DeliverAsync(bank);
        var path = Path.Combine(Recordings, "sealed", Lost + ".sealed");
        var kept = File.ReadAllBytes(path);
        if (how == "deletes")
            File.Delete(path);
        else
            File.WriteAllBytes(path, [.. kept.Reverse()]);
        var asked = await AskedAsync(server);
        await DeliverAsync(bank, answers: true);
        var answer = server.Footage.Bank(StaffedServer.Bank)!.Challenges[0];
        Assert.True(answer.Fails(server.Acts.NowUs));
        Assert.Equal(how == "deletes", answer.Answer!.Missing > 0);
        Assert.Equal(how == "swaps", answer.Answer.Wrong > 0);
        // Put back, and answered again: too late.
        File.WriteAllBytes(path, kept);
        using var challenge = new MemoryStream();
        ChallengeJob.Answer(
            (
                (ChallengeReading.Read)ChallengeFile.Read(server.Footage.Challenge(StaffedServer.Bank, asked.Asked.ChallengeId)!, "c")
            ).Challenge,
            Recordings,
            challenge
        );
        var (status, _) = await PostAsync(bank, $"/v1/footage/challenges/{asked.Asked.ChallengeId}/answer", challenge.ToArray());
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.True((await server.Footage.ReviewAsync(server.Footage.Bank(StaffedServer.Bank)!, Stop)).Score!.Grave > 0);
        // Nobody else's bank sees or answers it.
        using var other = Bank(server, StaffedServer.OtherBank);
        (status, _) = await PostAsync(other, $"/v1/footage/challenges/{asked.Asked.ChallengeId}/answer", challenge.ToArray());
        Assert.Equal(HttpStatusCode.NotFound, status);
        using var seen = await other.GetAsync(new Uri($"/v1/footage/challenges/{asked.Asked.ChallengeId}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
    }

    /// <summary>What nobody answers fails by the clock alone.</summary>
    [Fact]
    public void An_answer_that_never_comes_is_a_failure_when_its_day_is_over()
    {
        var asked = new FootageChallenged("c", "B", 1, "s", 1, false, 100);
        var open = new ChallengeStanding(asked, 0, null, null);
        Assert.False(open.Fails(99));
        Assert.True(open.Fails(100));
        Assert.False((open with { Answer = new FootageAnswered("c", 1, 0, 0), AnsweredUs = 99 }).Fails(1_000));
        Assert.True((open with { Answer = new FootageAnswered("c", 1, 0, 0), AnsweredUs = 100 }).Fails(1_000));
    }

    [Fact]
    public async Task What_is_held_reaches_the_bank_and_its_deletion_spares_it()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        using var officer = await server.SignedInAsync(Role.Officer);
        var until = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        await StaffedServer.PostAsync(
            officer,
            $"/footage/{StaffedServer.Bank}/holds",
            ("terminal", "A-17"),
            ("since", "2026-01-15T14:00"),
            ("to", "2026-01-15T15:00"),
            ("until", until),
            ("basis", "CPC 161"),
            ("reason", "a withdrawal in a case")
        );
        var done = await DeliverAsync(bank);
        var table = Path.Combine(_folder.FullName, "holds.csv");
        await File.WriteAllLinesAsync(table, ["terminal,from,to,until,reason", .. done.Holds], Stop);
        var holds = new List<FootageHold>();
        Assert.Null(FootageTables.Holds(table, holds.Add));
        Assert.Single(holds);
        // All is past its time; 09:00 UTC is 14:00 there.
        Assert.Equal(new DeleteOutcome.Deleted(2, 1), DeleteJob.Run(Recordings, null, holds, server.Acts.NowUs, Manifest));
        Assert.Equal([Lost], Directory.GetFiles(Path.Combine(Recordings, "sealed"), "*.sealed").Select(Path.GetFileNameWithoutExtension));
        await DeliverAsync(bank);
        var review = await server.Footage.ReviewAsync(server.Footage.Bank(StaffedServer.Bank)!, Stop);
        Assert.DoesNotContain(FootageFault.DeletedUnderHold, review.Counts.Keys);
        Assert.DoesNotContain(FootageFault.DeletedEarly, review.Counts.Keys);
        // Released, it may go; what is held no more is told to nobody.
        var hold = server.Footage.Bank(StaffedServer.Bank)!.Holds[0].Hold.HoldId;
        await StaffedServer.PostAsync(officer, $"/footage/{StaffedServer.Bank}/holds/{hold}");
        Assert.Empty((await DeliverAsync(bank)).Holds);
        // The one that is left opens to what was recorded.
        using var sealer = RecordingSealer.Open(SealedFolder.DefaultKey(Recordings), mayCreate: false);
        using (var recording = new SealedFolder(Recordings).Open(Lost))
        {
            using var opened = new MemoryStream();
            Assert.True(sealer.Unseal(Lost, recording, opened));
            Assert.Equal(File.ReadAllBytes(Path.Combine(Recordings, Lost + ".mp4")), opened.ToArray());
        }
        Assert.Equal(new DeleteOutcome.Deleted(1, 0), DeleteJob.Run(Recordings, null, [], server.Acts.NowUs, Manifest));
    }

    /// <summary>A process that was killed between file and act leaves lines that nobody took: they are cut off, and delivered
    /// anew.</summary>
    [Fact]
    public async Task What_was_written_and_never_taken_is_cut_off()
    {
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        await DeliverAsync(bank);
        var archive = Directory.GetFiles(Path.Combine(server.DataPath, "footage")).Single();
        await File.AppendAllTextAsync(archive, "{\"terminal\":\"half a li", Stop);
        var asked = await AskedAsync(server);
        Assert.Equal(0, (await DeliverAsync(bank, answers: true)).Missing);
        await File.AppendAllTextAsync(archive, "{\"terminal\":\"half a li", Stop);
        Record("11");
        Assert.Equal(5, (await DeliverAsync(bank)).Size);
        Assert.NotNull(asked);
    }

    /// <summary>On every last day all of that day's recordings may be drawn, once; at other times when dice say so.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task The_clock_draws_by_chance_and_on_every_last_day(int dice, int drawn)
    {
        var signer = Signer();
        await using var server = await StaffedServer.StartAsync();
        using var bank = Bank(server);
        // Recordings start at whole seconds.
        var nowUs = server.Acts.NowUs / 1_000_000 * 1_000_000;
        // A recording whose last day is today, and one of yesterday.
        var last = nowUs - FootageTerms.DaysMin * 24 * HourUs - HourUs / 60;
        var manifest = new SampleManifest(signer)
            .Add(Segment("A-17", last - HourUs / 2, lengthUs: HourUs / 4), Segment("B-1", nowUs - 24 * HourUs))
            .Sign(nowUs);
        var (status, text) = await PostAsync(bank, "/v1/footage/manifest?from=0", manifest.Bytes);
        Assert.True(status == HttpStatusCode.Created, text);
        var follower = new FootageFollower(server.Footage, () => server.Acts.NowUs, _ => dice);
        await follower.StepAsync(Stop);
        await follower.StepAsync(Stop);
        var challenges = server.Footage.Bank(StaffedServer.Bank)!.Challenges;
        Assert.Equal(2 * drawn, challenges.Count(one => !one.Asked.IsFinal));
        var final = Assert.Single(challenges, one => one.Asked.IsFinal);
        var leaves = (
            (ChallengeReading.Read)ChallengeFile.Read(server.Footage.Challenge(StaffedServer.Bank, final.Asked.ChallengeId)!, "c")
        )
            .Challenge
            .Leaves;
        Assert.All(leaves, leaf => Assert.Equal("A-17", leaf.Segment.Terminal));
        Assert.NotNull(server.Footage.Reviews.Find(StaffedServer.Bank));
    }

    /// <summary>Ten thousand machines of one bank, of which some cheat: each is told, and no other.</summary>
    [Fact]
    public void Ten_thousand_machines_are_told_apart()
    {
        const int Machines = 10_000;
        var manifest = new SampleManifest();
        for (var machine = 0; machine < Machines; machine++)
        {
            for (var hour = 0; hour < 3; hour++)
            {
                if (machine % 1_000 != 7 || hour != 1)
                    manifest.Add(Segment($"T-{machine}", DayUs + hour * HourUs, lengthUs: HourUs));
            }
        }
        manifest.Sign(DayUs + 3 * HourUs);
        var findings = new List<FootageFinding>();
        var review = new FootageReview(new ReviewTerms(DayUs + 4 * HourUs, [], [], null), findings.Add);
        Assert.IsType<ManifestReading.Read>(manifest.Read(new ReviewSink(review)));
        review.EndLines(180);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(thousand => $"T-{thousand * 1_000 + 7}").Order(StringComparer.Ordinal),
            findings.Where(one => one.Fault is FootageFault.Gap).Select(one => one.Terminal)
        );
        var scores = review.Scores();
        Assert.Equal(Machines + 1, scores.Count);
        Assert.Equal(10, scores.SkipLast(1).Count(score => score.Percent < 100));
    }
}
