using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Following;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar follow URL</c>: a token's transfers and freezes from a full node into the data folder, as blocks come.</summary>
internal static class FollowVerb
{
    private sealed record Arguments(Uri Node, FollowOptions Options, bool Once, TimeSpan Poll);

    public static Command Create()
    {
        var node = new Argument<string>("URL")
        {
            Description = "A full node's JSON-RPC address (Ethereum or TRON; both answer eth_getLogs).",
        };
        var chain = new Option<string>("--chain") { Description = "How addresses are spelled.", DefaultValueFactory = _ => "ethereum" };
        chain.AcceptOnlyFromAmong("ethereum", "tron");
        var token = new Option<string?>("--token")
        {
            Description = "The token's contract; without it, the chain's genuine USDT.",
            HelpName = "ADDRESS",
        };
        var decimals = Number("--decimals", "The token's decimals.", 6, 0, 77);
        var from = new Option<long?>("--from")
        {
            Description = "Block to begin with where nothing was read yet; without it, the newest.",
            HelpName = "BLOCK",
        };
        from.Validators.Add(result =>
        {
            if (WholeNumber.Typed(result) is < 0)
                result.AddError("--from takes a block's number, 0 or more.");
        });
        var confirmations = Number("--confirmations", "Blocks that must stand on a block before it is read.", 0, 0, 100_000);
        var span = Number("--span", "Most blocks asked for at once.", 2_000, 1, 1_000_000);
        var keep = Number("--keep", "Newest blocks that a reorganisation may replace.", 64, 1, 10_000);
        var poll = Number("--poll", "Milliseconds between looks for a new block.", 3_000, 50, 3_600_000);
        var once = new Option<bool>("--once") { Description = "End when the newest block is read." };
        var command = new Command(
            "follow",
            "Follow a token on a full node into the data folder: transfers, freezes, and what a reorganisation takes back."
        )
        {
            node,
            chain,
            token,
            decimals,
            from,
            confirmations,
            span,
            keep,
            poll,
            once,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                var on = parsed.GetValue(chain) == "tron" ? WalletChain.Tron : WalletChain.Ethereum;
                var contract = parsed.GetValue(token) ?? (on == WalletChain.Tron ? UsdtContracts.Tron : UsdtContracts.Ethereum);
                if (!Uri.TryCreate(parsed.GetValue(node), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                {
                    return Wrong("URL: expected a node's address, e.g. http://127.0.0.1:8545");
                }
                if (!WalletAddress.TryParse(on, contract, out var wallet, out var fault))
                {
                    return Wrong($"--token: {fault}; expected a contract's address on {on.Name()}");
                }
                return FollowAsync(
                    new Arguments(
                        address,
                        new FollowOptions(
                            on,
                            wallet,
                            parsed.GetValue(decimals),
                            parsed.GetValue(from),
                            parsed.GetValue(confirmations),
                            parsed.GetValue(keep),
                            parsed.GetValue(span)
                        ),
                        parsed.GetValue(once),
                        TimeSpan.FromMilliseconds(parsed.GetValue(poll))
                    ),
                    cancel
                );
            }
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            HelpName = "N",
        };
        option.Validators.Add(result => WholeNumber.Between(result, least, most));
        return option;
    }

    private static Task<int> Wrong(string message)
    {
        Console.Error.WriteLine($"sunqar: {message}");
        return Task.FromResult(Exit.WrongUsage);
    }

    private static async Task<int> FollowAsync(Arguments arguments, CancellationToken cancel)
    {
        try
        {
            using var folder = DataFiles.FromEnvironment().Open();
            using var writer = folder.Journal.Open(Streams.Chain);
            using var client = new HttpClient { BaseAddress = arguments.Node, Timeout = TimeSpan.FromSeconds(30) };
            var follower = new ChainFollower(new ChainNode(client), folder.Journal, writer, arguments.Options);
            var end = await FollowJob.RunAsync(
                follower,
                arguments.Once,
                arguments.Poll,
                Random.Shared.NextDouble,
                TimeProvider.System,
                Tell,
                cancel
            );
            if (end is FollowStep.TooDeep deep)
            {
                await Console.Error.WriteLineAsync(
                    $"sunqar: none of the kept blocks from {deep.OldestKept} on is on "
                        + $"this node's chain: is it another network? Nothing was changed."
                );
                return Exit.Failed;
            }
            return Exit.Done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Exit.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KeyStoreException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {arguments.Node}: {e.Message}");
            return Exit.Failed;
        }
    }

    private static void Tell(FollowStep? step, NodeException? trouble)
    {
        switch (step)
        {
            case FollowStep.Advanced read:
                Console.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            @event = "read",
                            from = Text(read.FromBlock),
                            to = Text(read.ToBlock),
                            transfers = read.Transfers,
                            issuer_acts = read.Events,
                            malformed = read.Malformed,
                        }
                    )
                );
                break;
            case FollowStep.RolledBack back:
                Console.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            @event = "rolled_back",
                            to = Text(back.ToBlock),
                            taken_back = back.TakenBack,
                        }
                    )
                );
                break;
            case FollowStep.Unsettled:
                Console.Error.WriteLine("the chain changed while it was read; once more");
                break;
        }
        if (trouble is not null)
        {
            Console.Error.WriteLine($"{trouble.Message}; trying again");
        }
    }

    private static string Text(long block) => block.ToString(CultureInfo.InvariantCulture);
}
