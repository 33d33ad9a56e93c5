using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Acting;

public sealed class ActDeskTests : IDisposable
{
    private static readonly Actor Officer = new("officer-1", Role.Officer, "unit-a");

    private readonly string _folder = Directory.CreateTempSubdirectory("acts").FullName;
    private readonly MemoryJournal _journal = new();
    private readonly KeyStore _keys;

    public ActDeskTests() => _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    /// <summary>The words said so far; each is said once.</summary>
    private sealed class Words : IActFold
    {
        public List<string> Said { get; } = [];

        public void Apply(Act act, Fact what)
        {
            if (what is CountrySimulated word)
                Said.Add(word.Source);
        }
    }

    private sealed record Say(string Key, string Word) : Command(Key, null, "a test")
    {
        public override string Name => "test.say";

        public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
            Word == "bug" ? throw new InvalidOperationException("a bug")
            : state.Of<Words>().Said.Contains(Word) ? Refused(RefusalKind.Conflict, "It has been said.", "word")
            : Done($"said {Word}", new CountrySimulated(Word, true));
    }

    private ActDesk Desk() => new(_journal, _keys, () => [new Words()], warn: _ => { });

    [Fact]
    public async Task An_act_is_in_the_journal_when_it_is_answered_and_a_new_desk_knows_it()
    {
        await using (var desk = Desk())
        {
            var answer = await desk.DoAsync(new Say("k1", "one"), Officer);
            Assert.True(answer.IsDone);
            Assert.Equal(("said one", 0L), (answer.Text, answer.Sequence));
            var act = Assert.Single(_journal.Read<Act>(Streams.Acts));
            Assert.Equal(
                ("k1", "test.say", "officer-1", Role.Officer, "unit-a", "a test"),
                (act.Key, act.Command, act.Author, act.Role, act.Unit, act.Basis)
            );
        }
        await using var next = Desk();
        Assert.Equal(["one"], next.Read(state => state.Of<Words>().Said.ToArray()));
        var again = await next.DoAsync(new Say("k1", "one"), Officer);
        Assert.True(again is { IsDone: true, IsRepeat: true, Text: "said one", Sequence: 0 });
        Assert.Equal(1, _journal.Head(Streams.Acts).Next);
    }

    [Fact]
    public async Task A_refusal_is_an_act_and_changes_nothing_else()
    {
        await using var desk = Desk();
        await desk.DoAsync(new Say("k1", "one"), Officer);
        var refused = await desk.DoAsync(new Say("k2", "one"), Officer);
        Assert.Equal((ActStatus.Refused, RefusalKind.Conflict, "word"), (refused.Status, refused.Kind, refused.Field));
        Assert.Equal("It has been said.", _journal.Read<Act>(Streams.Acts).Last().Refusal!.Reason);
        Assert.Single(desk.Read(state => state.Of<Words>().Said.ToArray()));
    }

    [Fact]
    public async Task A_bug_in_a_room_stops_nobody_else()
    {
        await using var desk = Desk();
        Assert.Equal(ActStatus.Unavailable, (await desk.DoAsync(new Say("k1", "bug"), Officer)).Status);
        Assert.True((await desk.DoAsync(new Say("k2", "one"), Officer)).IsDone);
        Assert.Equal(1, _journal.Head(Streams.Acts).Next);
        Assert.Null(desk.Trouble);
    }

    [Fact]
    public async Task The_same_key_for_another_command_is_a_conflict_and_for_another_author_is_not()
    {
        await using var desk = Desk();
        await desk.DoAsync(new Say("k1", "one"), Officer);
        Assert.Equal(RefusalKind.Conflict, (await desk.DoAsync(new Say("k1", "two"), Officer)).Kind);
        Assert.True((await desk.DoAsync(new Say("k1", "two"), Officer with { Id = "officer-2" })).IsDone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("has blank")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task An_unfit_key_is_refused_and_not_kept(string key)
    {
        await using var desk = Desk();
        Assert.Equal(
            ("key", RefusalKind.Invalid),
            ((await desk.DoAsync(new Say(key, "one"), Officer)) is var answer ? (answer.Field, answer.Kind) : default)
        );
        Assert.StartsWith("unfit-", Assert.Single(_journal.Read<Act>(Streams.Acts)).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_are_one_order_and_each_word_is_said_once()
    {
        await using var desk = Desk();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(i => Task.Run(() => desk.DoAsync(new Say($"k{i}", $"w{i % 100}"), Officer)))
        );
        Assert.Equal(100, answers.Count(answer => answer.IsDone));
        Assert.Equal(300, answers.Count(answer => answer.Kind == RefusalKind.Conflict));
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (long)i), answers.Select(answer => answer.Sequence).Order());
    }

    [Fact]
    public async Task Where_the_journal_takes_nothing_nothing_happened()
    {
        await using var desk = Desk();
        using var other = _journal.Open(Streams.Acts);
        var answer = await desk.DoAsync(new Say("k1", "one"), Officer);
        Assert.Equal(ActStatus.Unavailable, answer.Status);
        Assert.Empty(desk.Read(state => state.Of<Words>().Said.ToArray()));
        Assert.NotNull(desk.Trouble);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
