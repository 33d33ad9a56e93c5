using System.Globalization;
using System.Text;
using Sunqar.Core.Canvas;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Canvases;

namespace Sunqar.Tests.Canvas;

/// <summary>Seeded transfers between subjects, some of whom hold several accounts, and wallets, with canvases on them.</summary>
public sealed class CanvasSample
{
    private const long MinuteUs = 60_000_000;

    public CanvasSample(int seed, int accounts = 40, int transfers = 400)
    {
        var random = new Random(seed);
        var builder = new TransferTableBuilder();
        for (var i = 0; i < transfers; i++)
        {
            var isChain = random.Next(4) == 0;
            var (from, to) = (random.Next(accounts), random.Next(accounts));
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes("t" + i.ToString(CultureInfo.InvariantCulture)),
                    TimeUs = (1 + random.Next(5000)) * MinuteUs,
                    From = Encoding.UTF8.GetBytes(isChain ? Wallet(from) : Subject(from)),
                    To = Encoding.UTF8.GetBytes(isChain ? Wallet(to) : Subject(to)),
                    AmountMicro = (1 + random.Next(1_000_000)) * 1_000_000L,
                    Currency = isChain ? Currency.Usdt : Currency.Kzt,
                    Kind =
                        isChain ? TransferKind.Chain
                        : random.Next(3) == 0 ? TransferKind.CardTopUp
                        : TransferKind.CardTransfer,
                }
            );
        }
        var table = builder.Build();
        for (var i = 0; i < accounts; i++)
        {
            if (table.Accounts.TryFind(Subject(i), out var account))
                table.Accounts.SetHolder(account, new SubjectId((ulong)(9_000 + i / 2)));
        }
        Graph = TransferGraph.Build(table);
        Ground = On(long.MaxValue);
        Seeds = Enumerable
            .Range(0, 3)
            .Where(i => table.Accounts.TryFind(Subject(i), out _))
            .ToDictionary(
                i => "~" + Subject(i),
                i => table.Accounts.TryFind(Subject(i), out var account) ? account : -1,
                StringComparer.Ordinal
            );
    }

    public TransferGraph Graph { get; }

    public TransferTable Table => Graph.Table;

    public CanvasGround Ground { get; }

    public IReadOnlyDictionary<string, int> Seeds { get; }

    public CanvasStep Begin => new(CanvasAct.Seed, [.. Seeds.Keys]);

    public static string Subject(int number) => (0x1000 + number).ToString("x16", CultureInfo.InvariantCulture);

    private static string Wallet(int number) => "TWallet" + number.ToString("D3", CultureInfo.InvariantCulture);

    public CanvasGround On(long untilUs) => new(Graph, untilUs, subject => subject.ToString(), Worth);

    public static Int128 Worth(Int128 micro, Currency currency, long timeUs) =>
        currency switch
        {
            Currency.Kzt => micro,
            Currency.Usdt => micro * 500,
            _ => 0,
        };

    public CanvasOutcome Fold(IReadOnlyList<CanvasStep> steps) => new CanvasFold(Ground, Seeds).Fold(steps);

    /// <summary>The picture that steps come to; null where they are refused.</summary>
    public CanvasPicture? Draw(IReadOnlyList<CanvasStep> steps) =>
        Fold(steps) is CanvasOutcome.Folded folded ? CanvasDrawing.Draw(Ground, folded.State) : null;

    /// <summary>All that a picture says, so that two can be compared.</summary>
    public static string Text(CanvasPicture picture)
    {
        var text = new StringBuilder();
        foreach (var node in picture.Nodes)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{node.Name} {node.Kind} {node.Account} [{string.Join(' ', node.Accounts)}] [{string.Join(' ', node.Inside)}] {node.BeyondIn} {node.BeyondOut} {node.Mark}"
            );
        }
        foreach (var flow in picture.Flows)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{flow.From} > {flow.To} {flow.IsChain} {flow.Sum} [{string.Join(' ', flow.Rows)}] {flow.IsWay}"
            );
        }
        return text.Append(CultureInfo.InvariantCulture, $"{picture.FirstUs} {picture.LastUs} {picture.Merged} {picture.State.Level}")
            .ToString();
    }

    /// <summary>A step that may well follow, by what the picture shows; now and then one that cannot.</summary>
    public static CanvasStep Next(Random random, CanvasPicture picture)
    {
        string Any() => picture.Nodes[random.Next(picture.Nodes.Count)].Name;
        var way = (CanvasWay)random.Next(3);
        var sieve = new CanvasSieve(
            way,
            random.Next(3) == 0 ? random.Next(2500) * MinuteUs : 0,
            random.Next(3) == 0 ? (2500 + random.Next(2500)) * MinuteUs : 0,
            random.Next(3) == 0 ? random.Next(400_000) * 1_000_000L : 0,
            0,
            random.Next(4) == 0 ? [TransferKind.CardTransfer, TransferKind.Chain] : []
        );
        return random.Next(15) switch
        {
            0 or 1 or 2 => new CanvasStep(CanvasAct.Expand, [Any()]) { Number = random.Next(6), Sieve = sieve },
            3 => new CanvasStep(CanvasAct.Collapse, [Any()]),
            4 => new CanvasStep(CanvasAct.Remove, [Any()]),
            5 or 6 => new CanvasStep(CanvasAct.Group, [Any(), Any()]) { Text = "group " + random.Next(3) },
            7 => new CanvasStep(CanvasAct.Ungroup, []) { Text = "group " + random.Next(3) },
            8 => new CanvasStep(CanvasAct.Level, []) { Number = random.Next(4) },
            9 => new CanvasStep(CanvasAct.Sift, []) { Sieve = random.Next(2) == 0 ? CanvasSieve.All : sieve with { Way = CanvasWay.Both } },
            10 => new CanvasStep(CanvasAct.Path, [Any(), Any()]) { Number = 1 + random.Next(5) },
            11 => new CanvasStep(CanvasAct.Pin, []) { Places = [new CanvasPlace(Any(), random.Next(-900, 900), random.Next(-900, 900))] },
            12 => new CanvasStep(CanvasAct.Colour, [Any()]) { Number = random.Next(10) },
            13 => new CanvasStep(CanvasAct.Note, [Any()]) { Text = "noted " + random.Next(9) },
            _ => Drawn(random, picture),
        };
    }

    private static CanvasStep Drawn(Random random, CanvasPicture picture)
    {
        var crowd = picture.Nodes.FirstOrDefault(node => node.Kind == CanvasNodeKind.Crowd);
        return crowd is null
            ? new CanvasStep(CanvasAct.Free, [picture.Nodes[0].Name])
            : new CanvasStep(CanvasAct.Draw, ["~" + Subject(random.Next(40))]) { Text = crowd.Name };
    }

    /// <summary>Steps of a seeded hand, all of which were taken.</summary>
    public List<CanvasStep> Walk(int seed, int count)
    {
        var random = new Random(seed);
        List<CanvasStep> steps = [Begin];
        for (var i = 0; i < count; i++)
        {
            var step = Next(random, Draw(steps)!);
            if (Draw([.. steps, step]) is not null)
                steps.Add(step);
        }
        return steps;
    }

    public static IReadOnlyList<CanvasStep> Read(string json) => CanvasStepJson.Read(json).Steps!;
}
