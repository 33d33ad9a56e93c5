using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Chain;

/// <summary>An address that a service gave to a customer: what comes to it is swept into the service's hot wallet.</summary>
/// <param name="Wallet">Account number.</param>
/// <param name="Service">Who owns it: the service whose hot wallet takes the outflow.</param>
/// <param name="HotWallet">Account number of the hot wallet that takes most.</param>
/// <param name="OutShare">Share 0..1 of the outflow that goes to the service.</param>
/// <param name="Forwarded">Outflow over inflow.</param>
/// <param name="Users">Account numbers of those who pay into it, in order; services left out.</param>
/// <param name="ConfidencePercent">The label's confidence, times how plainly it forwards.</param>
public sealed record DepositAddress(
    int Wallet,
    Attributed Service,
    int HotWallet,
    double OutShare,
    double Forwarded,
    IReadOnlyList<int> Users,
    int ConfidencePercent
);

/// <summary>Wallets of one customer: they pay into the same deposit address.</summary>
/// <param name="Wallets">Account numbers, in order.</param>
/// <param name="Deposits">Account numbers of the deposit addresses that join them.</param>
/// <param name="ConfidencePercent">Of the weakest of these.</param>
public sealed record CustomerCluster(IReadOnlyList<int> Wallets, IReadOnlyList<int> Deposits, int ConfidencePercent);

/// <summary>Deposit addresses that services give to customers: user, address, hot wallet.</summary>
/// <param name="OutShareMin">Least share of the outflow that goes to one service.</param>
/// <param name="ForwardedMin">Least outflow over inflow.</param>
/// <param name="ForwardedMax">Most outflow over inflow.</param>
/// <param name="ReceiversMax">Most wallets that it pays.</param>
/// <param name="UsersMax">Payers of one deposit address beyond whom they are no one customer's.</param>
[Limits("deposit")]
public sealed record DepositLimits(double OutShareMin, double ForwardedMin, double ForwardedMax, int ReceiversMax, int UsersMax);

/// <summary>
/// Deposit addresses (Victor, Financial Cryptography 2020): user → d → hot wallet. A node sweeps many deposits at once and keeps a little
/// for fees, so what counts is not equal amounts but that the outflow goes to one service and to few wallets, and that about all that came
/// in leaves.
/// </summary>
public sealed class DepositAddresses
{
    private DepositAddresses(IReadOnlyList<DepositAddress> found, IReadOnlyList<CustomerCluster> customers) =>
        (Found, Customers) = (found, customers);

    /// <summary>By account number.</summary>
    public IReadOnlyList<DepositAddress> Found { get; }

    /// <summary>Customers with two wallets or more, the largest first.</summary>
    public IReadOnlyList<CustomerCluster> Customers { get; }

    /// <param name="graph">Chain transfers.</param>
    public static DepositAddresses Find(TransferGraph graph, Attribution attribution, DepositLimits limits)
    {
        var attributed = attribution.Of(graph.Table.Accounts);
        var found = new List<DepositAddress>();
        for (var wallet = 0; wallet < graph.Accounts; wallet++)
        {
            if (attributed[wallet] is null && One(graph, attributed, wallet, limits) is { } deposit)
            {
                found.Add(deposit);
            }
        }
        return new DepositAddresses(found, Cluster(found, limits));
    }

    private static DepositAddress? One(TransferGraph graph, Attributed?[] attributed, int wallet, DepositLimits limits)
    {
        var rowsIn = graph.In(wallet);
        var rowsOut = graph.Out(wallet);
        if (rowsIn.IsEmpty || rowsOut.IsEmpty)
        {
            return null;
        }
        var table = graph.Table;
        var toWallet = new Dictionary<int, Int128>();
        Int128 sent = 0,
            received = 0;
        foreach (var row in rowsOut)
        {
            toWallet[table.To[row]] = toWallet.GetValueOrDefault(table.To[row]) + table.AmountMicro[row];
            sent += table.AmountMicro[row];
            if (toWallet.Count > limits.ReceiversMax)
                return null;
        }
        var users = new SortedSet<int>();
        foreach (var row in rowsIn)
        {
            received += table.AmountMicro[row];
            if (attributed[table.From[row]] is null && table.From[row] != wallet)
                users.Add(table.From[row]);
        }
        var service = toWallet
            .Where(to => attributed[to.Key] is not null && to.Value > 0)
            .GroupBy(to => attributed[to.Key]!.Entity)
            .Select(group => (Micro: group.Aggregate((Int128)0, (sum, to) => sum + to.Value), Hot: group.MaxBy(to => to.Value).Key))
            .DefaultIfEmpty()
            .MaxBy(s => s.Micro);
        if (service.Micro == 0 || received == 0)
        {
            return null;
        }
        var (share, forwarded) = ((double)service.Micro / (double)sent, (double)sent / (double)received);
        var said = attributed[service.Hot]!;
        return share >= limits.OutShareMin && forwarded >= limits.ForwardedMin && forwarded <= limits.ForwardedMax
            ? new DepositAddress(
                wallet,
                said,
                service.Hot,
                share,
                forwarded,
                [.. users],
                (int)(said.ConfidencePercent * share * Math.Min(forwarded, 1 / forwarded))
            )
            : null;
    }

    private static IReadOnlyList<CustomerCluster> Cluster(List<DepositAddress> found, DepositLimits limits)
    {
        var sets = new Sets();
        var numbers = new Dictionary<int, int>();
        var joining = found.Where(deposit => deposit.Users.Count >= 1 && deposit.Users.Count <= limits.UsersMax).ToList();
        foreach (var deposit in joining)
        {
            foreach (var user in deposit.Users)
            {
                if (!numbers.ContainsKey(user))
                    numbers[user] = sets.Add();
                sets.Join(numbers[deposit.Users[0]], numbers[user]);
            }
        }
        var deposits = joining.ToLookup(deposit => sets.Find(numbers[deposit.Users[0]]));
        return
        [
            .. numbers
                .GroupBy(user => sets.Find(user.Value), user => user.Key)
                .Where(users => users.Count() > 1)
                .Select(users => new CustomerCluster(
                    [.. users.Order()],
                    [.. deposits[users.Key].Select(deposit => deposit.Wallet)],
                    deposits[users.Key].Min(deposit => deposit.ConfidencePercent)
                ))
                .OrderByDescending(customer => customer.Wallets.Count)
                .ThenBy(customer => customer.Wallets[0]),
        ];
    }
}
