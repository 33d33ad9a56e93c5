using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>How many different accounts each account takes personal transfers from and pays them to.</summary>
internal sealed class PartyCounts
{
    private readonly int[] _senders;
    private readonly int[] _receivers;

    public PartyCounts(TransferGraph graph)
    {
        _senders = new int[graph.Accounts];
        _receivers = new int[graph.Accounts];
        var table = graph.Table;
        var others = new List<int>();
        for (var account = 0; account < graph.Accounts; account++)
        {
            others.Clear();
            foreach (var row in graph.In(account))
            {
                if (CardFlows.IsPersonal(table, row)) others.Add(table.From[row]);
            }
            _senders[account] = Distinct(others);
            others.Clear();
            foreach (var row in graph.Out(account))
            {
                if (CardFlows.IsPersonal(table, row)) others.Add(table.To[row]);
            }
            _receivers[account] = Distinct(others);
        }
    }

    public int Senders(int account) => _senders[account];

    public int Receivers(int account) => _receivers[account];

    private static int Distinct(List<int> values)
    {
        values.Sort();
        var distinct = 0;
        for (var i = 0; i < values.Count; i++)
        {
            distinct += i == 0 || values[i] != values[i - 1] ? 1 : 0;
        }
        return distinct;
    }
}
