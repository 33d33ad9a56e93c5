using System.Reflection;
using System.Runtime.CompilerServices;
using Sunqar.Core.Acts;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Storage;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Acting;

/// <summary>Whatever is asked for twice under one key is done once and answered alike. Every command of the house is found by reflection,
/// so a new one is tested too.</summary>
public sealed class TwiceTests : IDisposable
{
    private const int Seed = 7,
        Rounds = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("twice").FullName;
    private readonly MemoryJournal _journal = new();
    private readonly KeyStore _keys;

    public TwiceTests() => _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    public static TheoryData<string> Commands => [.. Types.Select(type => type.FullName!)];

    private static IEnumerable<Type> Types =>
        typeof(Command)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract)
            .OrderBy(type => type.FullName, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_sent_twice_gets_one_answer(string name)
    {
        await using var desk = new ActDesk(_journal, _keys, ActFolds.Fresh, warn: _ => { });
        var dice = new Random(Seed);
        var seed = dice.Next(1000);
        foreach (var role in Enum.GetValues<Role>())
        {
            for (var round = 0; round < Rounds; round++)
            {
                var actor = new Actor("actor-" + role, role, "unit-a");
                var command = Make(Types.Single(type => type.FullName == name), $"k-{role}-{round}", ref seed);
                var answers = await Task.WhenAll(desk.DoAsync(command, actor), desk.DoAsync(command, actor));
                Assert.NotEqual(ActStatus.Unavailable, answers[0].Status);
                Assert.Equal(answers[0] with { IsRepeat = true }, answers[1]);
            }
        }
        Assert.Null(desk.Trouble);
        Assert.Equal(
            Enum.GetValues<Role>().Length * Rounds,
            _journal.Read<Act>(Streams.Acts).Select(act => (act.Author, act.Key)).Distinct().Count()
        );
        Assert.Equal(Enum.GetValues<Role>().Length * Rounds, _journal.Head(Streams.Acts).Next);
    }

    private static Command Make(Type type, string key, ref int seed)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var arguments = new List<object?>();
        foreach (var parameter in constructor.GetParameters())
        {
            arguments.Add(parameter.Name == "Key" ? key : Argument(parameter, ref seed));
        }
        return (Command)constructor.Invoke([.. arguments]);
    }

    /// <summary>What cannot be made from values is left empty, as a deserialiser would.</summary>
    private static object? Argument(ParameterInfo parameter, ref int seed)
    {
        var type = parameter.ParameterType;
        var isOpaque = type.IsClass && type != typeof(string) && type.GetConstructors().Length == 0;
        return isOpaque ? RuntimeHelpers.GetUninitializedObject(type) : FactSamples.Make(type, ref seed);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
