namespace Sunqar.Work.Wording;

/// <summary>What a node of the graph is.</summary>
public enum NodeKind : byte
{
    Account = 0,
    Card = 1,
    Wallet = 2,
    Terminal = 3,
    Platform = 4,

    /// <summary>Bystanders taken together (customers, victims): counted, never listed.</summary>
    Crowd = 5,
}
