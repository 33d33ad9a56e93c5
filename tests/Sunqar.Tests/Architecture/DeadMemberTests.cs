using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>No member of the product stands there without a caller in the product.</summary>
public class DeadMemberTests
{
    /// <summary>What has no caller and stays, by its reason; names as the program knows them, without "Sunqar.".</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Kept = new Dictionary<string, string[]>
    {
        ["Tests and tools write values as text or take them apart; the product reads them from bytes."] =
        [
            "Core.Identity.Bin.TryParse",
            "Core.Identity.Bin.Type",
            "Core.Identity.CardToken.IsNone",
            "Core.Identity.CardToken.TryParse",
            "Core.Identity.Iban.BankCode",
            "Core.Identity.Iin.Packed",
            "Core.Identity.Iin.Parse",
            "Core.Identity.Iin.Sex",
            "Core.Identity.Iin.TryParse",
            "Core.Identity.Iin.Write",
            "Core.Identity.WalletAddress.Parse",
            "Core.Payments.Currencies.TryParse",
            "Core.Payments.TokenQuantity.TryParse",
            "Formats.Chain.LogJson.ReadLines",
        ],
        ["Found by a library by its name."] = ["Server.Nodes.NodeServiceBase.Bind"],
        ["A measure of work or memory that tests and benches bound."] =
        [
            "Core.Patterns.Live.LiveMining.Looks",
            "Core.Patterns.Live.LiveMining.Touched",
            "Core.Patterns.Pairs.PairCycles.Steps",
            "Core.Patterns.TemporalCycles.Visit",
            "Core.Patterns.TemporalCycles.VisitorCount",
            "Core.Transfers.TransferTable.Bytes",
            "Storage.Ids.FolderPaymentIds.Runs",
        ],
        ["A table that a document or a standard's list is held against."] =
        [
            "Core.Payments.Currencies.All",
            "Formats.Iso8583.IsoFields.All",
            "Core.Patterns.Scores.ScoreWeights.Faults",
            "Formats.Iso20022.CreditTransfers.Messages",
            "Formats.Iso20022.Iso20022Schemas.Messages",
            "Formats.Iso20022.ReasonCodes.Table",
            "Formats.Iso8583.ProcessingCode.Case",
            "Formats.Iso8583.ResponseCodes.Others",
            "Core.Tuning.MiningTuning.Limits",
            "Core.Tuning.MiningTuning.NamesOf",
            "Core.Tuning.MiningTuning.Version",
        ],
        ["The other half of what the product does: a proof's check, a message's answer, a seal taken back, a log read again."] =
        [
            "Formats.Iso20022.InformationRequests.WriteStatusChange",
            "Storage.Journal.IJournalWriter.Epoch",
            "Storage.Keys.PaymentSealer.Withdraw",
        ],
        ["What a fold or a list knows, asked by tests in place of its insides."] =
        [
            "Core.Cases.Outbox.OutboxBook.Waiting",
            "Core.Blocking.PublicSuffixes.Count",
            "Core.Cases.Ledger.AssetLedger.Entries",
            "Core.Chain.ChainGate.Pass",
            "Core.Patterns.Wallets.WalletProfile.Transfers",
            "Core.Registry.RegistrySnapshot.PlatformCount",
            "Formats.Transfers.Trc20File.IsGenuineUsdt",
            "Server.Entrance.Readiness.MarkReady",
            "Work.Reports.PdfPrinter.ProcessId",
            "Work.Alerts.AlertBook.Fold",
        ],
        ["How a newcomer's typology is searched for, and alone."] = ["Core.Patterns.Typologies.With", "Core.Patterns.Typology.Mine"],
        ["What the simulator tells tests and benches of its country."] =
        [
            "Simulation.Country.Iin",
            "Simulation.Country.Instruments",
            "Simulation.CountryDay.Payments",
        ],
    };

    private static string[] Platform => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    [Fact]
    public void Every_member_has_a_caller()
    {
        using var modules = new Modules(Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsOurs));
        Assert.True(modules.All.Count >= 6, "the assemblies of src stand beside the tests");
        var dead = DeadMembers.Of(modules.All);
        var kept = Kept.Values.SelectMany(names => names).Select(name => "Sunqar." + name).ToHashSet();
        NoOffence(dead.Except(kept));
        NoOffence(kept.Except(dead).Select(member => $"{member} is kept, and has a caller or is gone"));
    }

    [Fact]
    public void Planted_dead_members_are_seen_and_living_ones_are_not()
    {
        const string Source = """
            using System.Collections.Generic;
            public interface IAsked { void Promised(); void Unasked(); }
            public abstract class Above { public abstract int Overridden(); public virtual void Replaced() { } }
            public sealed record Pair(int First, int Second) { public int Read => First; public int Unread => Second; }
            public class Planted : Above, IAsked
            {
                private readonly int _unusedField = 0;
                private int _field;
                public static void Main() { IAsked asked = new Planted(); asked.Promised(); new Planted().Living(); System.Console.Write(new Pair(1, 2).Read); }
                public void Promised() { }
                public void Unasked() { }
                public override int Overridden() => 1;
                public override void Replaced() { }
                public void Living() { _field++; Used = 3; foreach (var x in Lazily()) { System.Action act = () => Called(x); act(); } }
                private IEnumerable<int> Lazily() { yield return 1; }
                private static void Called(int x) { }
                public int Used { get; set; }
                public int Unused { get; set; }
                public void Dead() => Dead();
                public IEnumerable<int> DeadLazily() { foreach (var x in DeadLazily()) yield return x; }
                public int DeadInAClosure(int n) { System.Func<int> f = () => DeadInAClosure(n); return f(); }
            }
            """;
        using var stream = new MemoryStream();
        var compiled = CSharpCompilation
            .Create(
                "Planted",
                [CSharpSyntaxTree.ParseText(Source)],
                Platform.Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, mainTypeName: "Planted")
            )
            .Emit(stream);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
        stream.Position = 0;
        using var module = ModuleDefinition.ReadModule(stream);
        Assert.Equal(
            [
                "Above.Overridden",
                "Above.Replaced",
                "IAsked.Unasked",
                "Pair.Unread",
                "Planted.Dead",
                "Planted.DeadInAClosure",
                "Planted.DeadLazily",
                "Planted.Unused",
                "Planted._unusedField",
            ],
            DeadMembers.Of([module]).Order(StringComparer.Ordinal)
        );
    }

    private static bool IsOurs(string path) =>
        Path.GetFileName(path) is var name
        && (name.StartsWith("Sunqar.", StringComparison.Ordinal) || name == "sunqar.dll")
        && !name.StartsWith("Sunqar.Tests", StringComparison.Ordinal);

    private sealed class Modules : IDisposable
    {
        private readonly DefaultAssemblyResolver _resolver = new();

        public Modules(IEnumerable<string> paths)
        {
            foreach (var folder in Platform.Select(Path.GetDirectoryName).Append(AppContext.BaseDirectory).Distinct())
                _resolver.AddSearchDirectory(folder);
            All =
            [
                .. paths.Select(path => _resolver.Resolve(AssemblyNameReference.Parse(Path.GetFileNameWithoutExtension(path))).MainModule),
            ];
        }

        public IReadOnlyList<ModuleDefinition> All { get; }

        public void Dispose() => _resolver.Dispose();
    }
}
