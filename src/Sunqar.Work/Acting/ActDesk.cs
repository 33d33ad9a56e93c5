using System.Text.Json;
using System.Threading.Channels;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.People;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Time;

namespace Sunqar.Work.Acting;

/// <summary>
/// Where everything that people do or look at passes: commands are decided one after another on the folds of all acts before them, what
/// they come to is put on disk in one flush a group, and only then is anybody answered. So two officers at once are two acts in an order, a
/// click sent twice is one act, and a look is in the log before a byte of it leaves. For any number of threads.
/// </summary>
public sealed class ActDesk : IAsyncDisposable
{
    /// <summary>Commands that may wait; what comes above is told to ask again.</summary>
    public const int WaitingMax = 4096;

    private const int GroupMax = 512;
    private const int TextLengthMax = 2000;

    private readonly IJournal _journal;
    private readonly IJournalWriter _writer;
    private readonly ActHasher _hasher;
    private readonly Func<IEnumerable<IActFold>> _folds;
    private readonly SteadyClock _clock;
    private readonly Action<string> _warn;
    private readonly Channel<Ticket> _waiting = Channel.CreateBounded<Ticket>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true }
    );
    private readonly Lock _gate = new();
    private readonly Task _loop;
    private ActState _state = null!;
    private RecentActs _recent = null!;
    private long _next;
    private long _foundNext;
    private long _lastUs;
    private volatile string? _trouble;

    /// <param name="folds">Makes the rooms' folds, empty.</param>
    /// <exception cref="JournalDamagedException">The stream of acts is damaged.</exception>
    public ActDesk(
        IJournal journal,
        KeyStore keys,
        Func<IEnumerable<IActFold>> folds,
        TimeProvider? time = null,
        Action<string>? warn = null
    )
    {
        (_journal, _hasher, _folds, _clock, _warn) = (
            journal,
            new ActHasher(keys),
            folds,
            new SteadyClock(time ?? TimeProvider.System),
            warn ?? Console.Error.WriteLine
        );
        Replay();
        _writer = journal.Open(Streams.Acts);
        _loop = Task.Run(RunAsync);
    }

    private sealed record Ticket(Command Command, Actor Actor, UInt128 Content, TaskCompletionSource<ActAnswer> Answered);

    /// <summary>Why the desk takes nothing; null where it does.</summary>
    public string? Trouble => _trouble;

    /// <summary>The desk's time, microseconds since 1970-01-01T00:00:00Z.</summary>
    public long NowUs => _clock.NowUs();

    /// <summary>Grows with every act and everything the engines found: who shows the state looks again when it has.</summary>
    public long Next => _journal.Head(Streams.Acts).Next + _journal.Head(Streams.Cases).Next;

    /// <summary>Does what is asked for, or says why not; completes when the act is on disk.</summary>
    public Task<ActAnswer> DoAsync(Command command, Actor actor)
    {
        var content = _hasher.Hash(JsonSerializer.SerializeToUtf8Bytes(command, command.GetType()));
        var ticket = new Ticket(
            command,
            actor,
            content,
            new TaskCompletionSource<ActAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        if (_trouble is { } trouble)
            return Task.FromResult(ActAnswer.Unavailable(trouble));
        return _waiting.Writer.TryWrite(ticket)
            ? ticket.Answered.Task
            : Task.FromResult(ActAnswer.Unavailable("Too many commands wait; ask again in a moment."));
    }

    /// <summary>
    /// Reads the state. Nothing else is decided meanwhile: take what is needed and return. What it shows may be one flush ahead of the
    /// disk; whoever looks at personal data asks with a command first.
    /// </summary>
    public T Read<T>(Func<ActState, T> read)
    {
        lock (_gate)
        {
            TakeFound();
            return read(_state);
        }
    }

    private void Replay()
    {
        lock (_gate)
        {
            (_state, _recent, _next, _foundNext) = (new ActState(_folds()), new RecentActs(), 0, 0);
            TakeFound();
            foreach (var recorded in _journal.Read(Streams.Acts))
            {
                _next = recorded.Sequence + 1;
                if (recorded.Fact is not Act act)
                    continue;
                _state.Apply(act);
                _recent.Add(act, ActAnswer.Of(act, recorded.Sequence));
                _lastUs = Math.Max(_lastUs, act.AtUs);
            }
        }
    }

    /// <summary>What the engines found since the last look.</summary>
    private void TakeFound()
    {
        if (_journal.Head(Streams.Cases).Next <= _foundNext)
            return;
        foreach (var recorded in _journal.Read(Streams.Cases, _foundNext))
        {
            _state.Apply(recorded.Fact);
            _foundNext = recorded.Sequence + 1;
        }
    }

    private async Task RunAsync()
    {
        var group = new List<(Ticket Ticket, Act? Act, ActAnswer Answer)>();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                group.Clear();
                lock (_gate)
                {
                    TakeFound();
                    while (group.Count < GroupMax && _waiting.Reader.TryRead(out var ticket))
                        group.Add(Process(ticket));
                }
                await LandAsync(group);
            }
        }
        catch (Exception error)
        {
            // A bug. What is on disk stays true; nobody may be left waiting.
            _trouble = $"The desk of acts stopped: {error.Message}";
            _warn(error.ToString());
            foreach (var (ticket, _, _) in group)
                ticket.Answered.TrySetResult(ActAnswer.Unavailable(_trouble));
            while (_waiting.Reader.TryRead(out var ticket))
                ticket.Answered.TrySetResult(ActAnswer.Unavailable(_trouble));
        }
    }

    private (Ticket Ticket, Act? Act, ActAnswer Answer) Process(Ticket ticket)
    {
        var (command, actor) = (ticket.Command, ticket.Actor);
        if (_recent.Find(actor.Id, command.Key, ticket.Content) is { } before)
            return (ticket, null, before);
        // The log's time never runs backwards.
        _lastUs = Math.Max(_lastUs, _clock.NowUs());
        if (Decide(command, actor) is not { } outcome)
            return (ticket, null, ActAnswer.Unavailable("The house could not decide this; it has been noted, and nothing happened."));
        var act = outcome switch
        {
            CommandOutcome.Done done => Record(ticket, done.Answer, done.Facts),
            CommandOutcome.Refused refused => Record(
                ticket,
                "",
                [new ActRefused(refused.Kind, refused.Reason, refused.Field), .. refused.Tried]
            ),
            _ => throw new InvalidOperationException("An outcome that the desk does not know."),
        };
        _state.Apply(act);
        var answer = ActAnswer.Of(act, _next++);
        _recent.Add(act, answer);
        return (ticket, act, answer);
    }

    /// <summary>Null for a bug in a room: deciding is pure, so nothing has happened, and the others go on.</summary>
    private CommandOutcome? Decide(Command command, Actor actor)
    {
        try
        {
            return Unfit(command) ?? SecondPersons.Decide(command, _state, actor, _lastUs);
        }
        catch (Exception error)
        {
            _warn($"{command.Name} could not be decided: {error}");
            return null;
        }
    }

    private static CommandOutcome.Refused? Unfit(Command command)
    {
        if (command.Key.Length is 0 or > Command.KeyLengthMax || command.Key.Any(c => c is <= ' ' or > '~'))
        {
            return new CommandOutcome.Refused(
                RefusalKind.Invalid,
                $"A key has 1 to {Command.KeyLengthMax} visible ASCII characters.",
                "key"
            );
        }
        if (command.Basis.Length > TextLengthMax)
            return new CommandOutcome.Refused(RefusalKind.Invalid, $"A basis has at most {TextLengthMax} characters.", "basis");
        return command.CaseId is { Length: > 128 }
            ? new CommandOutcome.Refused(RefusalKind.Invalid, "A case's id has at most 128 characters.", "case")
            : null;
    }

    private Act Record(Ticket ticket, string answer, IReadOnlyList<Fact> what)
    {
        var (command, actor) = (ticket.Command, ticket.Actor);
        // A command whose key, basis or case breaks a limit is refused; the log keeps that it was tried, under a key of our own, and none
        // of the text that was too long.
        var isUnfit = Unfit(command) is not null;
        return new Act(
            isUnfit ? $"unfit-{ticket.Content:x32}" : command.Key,
            command.Name,
            actor.Id,
            actor.Role,
            actor.Unit,
            isUnfit ? null : command.CaseId,
            isUnfit ? "" : command.Basis,
            _lastUs,
            ticket.Content,
            answer,
            what
        );
    }

    private async Task LandAsync(List<(Ticket Ticket, Act? Act, ActAnswer Answer)> group)
    {
        Fact[] acts = [.. group.Where(line => line.Act is not null).Select(line => line.Act!)];
        if (acts.Length > 0)
        {
            var outcome = await _writer.AppendAsync(acts);
            if (!outcome.IsAppended)
            {
                _warn($"{acts.Length} acts could not be stored: {outcome.Reason}");
                // Nothing of the group happened: the state is what the journal says.
                Replay();
                if (outcome.Status is AppendStatus.Failed or AppendStatus.LeaseLost or AppendStatus.Closed)
                    _trouble = outcome.Reason;
                foreach (var (ticket, _, _) in group)
                    ticket.Answered.TrySetResult(ActAnswer.Unavailable(outcome.Reason ?? "The journal took nothing."));
                return;
            }
        }
        foreach (var (ticket, _, answer) in group)
            ticket.Answered.TrySetResult(answer);
    }

    /// <summary>Answers what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        _writer.Dispose();
    }
}
