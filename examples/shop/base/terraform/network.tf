variable "office_cidr" {
  type = string
}

resource "aws_security_group" "database" {
  name = "shop-database"

  ingress {
    description = "PostgreSQL from the office"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = [var.office_cidr]
  }
}
