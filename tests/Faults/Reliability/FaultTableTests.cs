namespace TelegramParser.FaultTests.Reliability;

public sealed class FaultTableTests
{
    [Fact]
    public void The_document_has_a_row_for_every_fault_and_no_other() =>
        Assert.Equal(Fault.All.Select(fault => fault.Name), FaultTable.Rows.Select(row => row.Split('|')[1].Trim()));
}
